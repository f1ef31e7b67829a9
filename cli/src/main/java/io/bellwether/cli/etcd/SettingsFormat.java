package io.bellwether.cli.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How what etcd is started with is printed; in lower case on the command line. */
enum SettingsFormat {
    /** For EnvironmentFile= of a service unit, and for a shell. */
    ENV {
        @Override
        List<String> lines(EtcdSettings settings) {
            return settings.flags().entrySet().stream()
                    .map(flag -> variable(flag.getKey()) + "=\"" + flag.getValue() + "\"")
                    .toList();
        }
    },
    /** For the command line. */
    FLAGS {
        @Override
        List<String> lines(EtcdSettings settings) {
            return List.of(String.join(
                    " ",
                    settings.flags().entrySet().stream()
                            .filter(flag -> !flag.getValue().isEmpty())
                            .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
                            .toList()));
        }
    },
    /** A fragment of a systemd unit. */
    DROPIN {
        @Override
        List<String> lines(EtcdSettings settings) {
            List<String> lines = new ArrayList<>(List.of("[Service]"));
            settings.flags()
                    .forEach((name, value) -> lines.add("Environment=\"" + variable(name) + "=" + value + "\""));
            return lines;
        }
    },
    /** For programs. */
    JSON {
        @Override
        List<String> lines(EtcdSettings settings) {
            return List.of(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(settings.flags()));
        }
    };

    abstract List<String> lines(EtcdSettings settings);

    private static String variable(String flag) {
        return "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
