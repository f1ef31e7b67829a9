package io.bellwether.apimachinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.json.Trees;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The examples of the RFCs' appendices; single quotes stand for double ones. */
final class RfcExamplesTest {

    /** RFC 7386, appendix A. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'a':'b'}             | {'a':'c'}                    | {'a':'c'}
                    {'a':'b'}             | {'b':'c'}                    | {'a':'b','b':'c'}
                    {'a':'b'}             | {'a':null}                   | {}
                    {'a':'b','b':'c'}     | {'a':null}                   | {'b':'c'}
                    {'a':['b']}           | {'a':'c'}                    | {'a':'c'}
                    {'a':'c'}             | {'a':['b']}                  | {'a':['b']}
                    {'a':{'b':'c'}}       | {'a':{'b':'d','c':null}}     | {'a':{'b':'d'}}
                    {'a':[{'b':'c'}]}     | {'a':[1]}                    | {'a':[1]}
                    ['a','b']             | ['c','d']                    | ['c','d']
                    {'a':'b'}             | ['c']                        | ['c']
                    {'a':'foo'}           | null                         | null
                    {'a':'foo'}           | 'bar'                        | 'bar'
                    {'e':null}            | {'a':1}                      | {'e':null,'a':1}
                    [1,2]                 | {'a':'b','c':null}           | {'a':'b'}
                    {}                    | {'a':{'bb':{'ccc':null}}}    | {'a':{'bb':{}}}
                    """)
    void mergePatch_rfcExample_givesTheRfcResult(String target, String patch, String result) {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(result));
    }

    /** RFC 6902, appendix A, where the patch succeeds, and a few of its corners. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'foo':'bar'}                  | [{'op':'add','path':'/baz','value':'qux'}]           | {'baz':'qux','foo':'bar'}
                    {'foo':['bar','baz']}          | [{'op':'add','path':'/foo/1','value':'qux'}]         | {'foo':['bar','qux','baz']}
                    {'baz':'qux','foo':'bar'}      | [{'op':'remove','path':'/baz'}]                      | {'foo':'bar'}
                    {'foo':['bar','qux','baz']}    | [{'op':'remove','path':'/foo/1'}]                    | {'foo':['bar','baz']}
                    {'baz':'qux','foo':'bar'}      | [{'op':'replace','path':'/baz','value':'boo'}]       | {'baz':'boo','foo':'bar'}
                    {'foo':{'w':'fred'},'qux':{}}  | [{'op':'move','from':'/foo/w','path':'/qux/thud'}]   | {'foo':{},'qux':{'thud':'fred'}}
                    {'foo':[1,2,3,4]}              | [{'op':'move','from':'/foo/1','path':'/foo/3'}]      | {'foo':[1,3,4,2]}
                    {'baz':'qux','foo':['a',2]}    | [{'op':'test','path':'/foo/1','value':2}]            | {'baz':'qux','foo':['a',2]}
                    {'foo':'bar'}                  | [{'op':'add','path':'/child','value':{'g':{}}}]      | {'foo':'bar','child':{'g':{}}}
                    {'foo':'bar'}                  | [{'op':'add','path':'/b','value':'q','xyz':123}]     | {'foo':'bar','b':'q'}
                    {'/':9,'~1':10}                | [{'op':'test','path':'/~01','value':10}]             | {'/':9,'~1':10}
                    {'foo':['bar']}                | [{'op':'add','path':'/foo/-','value':['abc']}]       | {'foo':['bar',['abc']]}
                    {'a':1}                        | [{'op':'test','path':'/a','value':1.0}]              | {'a':1}
                    {'':1}                         | [{'op':'replace','path':'/','value':2}]              | {'':2}
                    {'a':{'b':1}}                  | [{'op':'copy','from':'/a','path':'/c'},{'op':'replace','path':'/c/b','value':2}] | {'a':{'b':1},'c':{'b':2}}
                    {'a':1}                        | [{'op':'replace','path':'','value':{'b':2}}]         | {'b':2}
                    {'a':1}                        | [{'op':'move','from':'/a','path':'/a'}]              | {'a':1}
                    """)
    void jsonPatch_rfcExample_givesTheRfcResult(String target, String patch, String result) {
        JsonNode before = json(target);
        assertThat(JsonPatch.parse(json(patch)).apply(before)).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(target));
    }

    /** RFC 6902, appendix A, where it must fail. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'baz':'qux'}     | [{'op':'test','path':'/baz','value':'bar'}]
                    {'foo':'bar'}     | [{'op':'add','path':'/baz/bat','value':'qux'}]
                    {'/':9,'~1':10}   | [{'op':'test','path':'/~01','value':'10'}]
                    {'a':[1,2]}       | [{'op':'test','path':'/a','value':[2,1]}]
                    {'a':[1]}         | [{'op':'remove','path':'/a/-'}]
                    {'a':[1]}         | [{'op':'replace','path':'/a/1','value':2}]
                    {'a':1}           | [{'op':'remove','path':''}]
                    {'a':1}           | [{'op':'copy','from':'/b','path':'/c'}]
                    {'a':[1]}         | [{'op':'test','path':'/a/99999999999999999999','value':1}]
                    """)
    void jsonPatch_impossibleOperation_isUnprocessable(String target, String patch) {
        JsonPatch parsed = JsonPatch.parse(json(patch));
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> parsed.apply(json(target)))
                .matches(refused -> refused.status().code() == 422);
    }

    private static JsonNode json(String text) {
        return Trees.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
