# Reading, matching and rewriting transcripts. Sourced by tests/kubectl/run.
# shellcheck shell=bash

# read_transcript FILE: fills the arrays `commands`, `expectations` and `audiences` (empty, bellwether or reference) and `introduction`.
read_transcript() {
  local line state=introduction audience=''
  commands=() expectations=() audiences=() introduction=''
  while IFS= read -r line || [[ -n $line ]]; do
    case $state:$line in
      *:'$ '*)
        commands+=("${line:2}") expectations+=('') audiences+=("$audience")
        state=command audience=''
        ;;
      command:'> '* | command:'>') commands[-1]+=$'\n'${line:2} ;;
      *:@bellwether | *:@reference) audience=${line:1} ;;
      introduction:*) introduction+=$line$'\n' ;;
      *)
        expectations[-1]+=$line$'\n'
        state=output
        ;;
    esac
  done <"$1"
}

# write_transcript FILE: the reverse.
write_transcript() {
  local index
  {
    printf '%s' "$introduction"
    for index in "${!commands[@]}"; do
      [[ -z ${audiences[index]} ]] || printf '@%s\n' "${audiences[index]}"
      printf '%s\n' "${commands[index]}" | sed -e '1s/^/$ /' -e '2,$s/^/> /' -e 's/ $//'
      printf '%s\n' "${expectations[index]}" | trim_end
      echo
    done
  } | trim_end >"$1"
}

# trim_end: without white space at the ends of lines and without empty lines at the end.
trim_end() {
  sed -e 's/[[:space:]]*$//' | sed -e :again -e '/^\n*$/{$d;N;b again' -e '}'
}

# pattern_of LINE: the regular expression of an expected line. A column that holds <age> is as wide as its values need.
pattern_of() {
  sed -e 's/[][\.*^$()+?{}|]/\\&/g' \
    -e 's/<uid>/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g' \
    -e 's/<time>/20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{6})?Z/g' \
    -e 's/<age>  */([0-9]+[hms]){1,2} */g' -e 's/<age>/([0-9]+[hms]){1,2}/g' \
    -e 's/<rv>/[1-9][0-9]*/g' -e 's/<port>/[1-9][0-9]{2,4}/g' -e 's/<text>/[^ :].*/g' <<<"$1"
}

# line_matches EXPECTED ACTUAL
line_matches() {
  [[ $1 == "$2" ]] || [[ $1 == *'<'* && $2 =~ ^$(pattern_of "$1")$ ]]
}

# matches EXPECTED-FILE ACTUAL-FILE: as many lines, and each fits.
matches() {
  local expected actual index
  cmp -s "$1" "$2" && return
  mapfile -t expected <"$1"
  mapfile -t actual <"$2"
  ((${#expected[@]} == ${#actual[@]})) || return 1
  for index in "${!expected[@]}"; do
    line_matches "${expected[index]}" "${actual[index]}" || return 1
  done
}

# merged EXPECTED-FILE ACTUAL-FILE: what was printed, in the words of the expectation where these fit.
merged() {
  local expected actual index
  mapfile -t expected <"$1"
  mapfile -t actual <"$2"
  for index in "${!actual[@]}"; do
    if ((index < ${#expected[@]})) && line_matches "${expected[index]}" "${actual[index]}"; then
      printf '%s\n' "${expected[index]}"
    else
      generalized <<<"${actual[index]}"
    fi
  done
}

# generalized: what it reads, with the placeholders for what is known by its form or its key.
generalized() {
  sed -E -e 's/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/<uid>/g' \
    -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z/<time>/g' \
    -e 's/("?resourceVersion"?: *"?)[1-9][0-9]*/\1<rv>/g' -e 's/ [0-9]+[ms]([0-9]+s)?( |$)/ <age>\2/g'
}

# require_matcher: a comparison that accepts everything would pass every transcript, so it is tried on both kinds first.
require_matcher() {
  line_matches 'a.b  <age>' 'a.b  1m5s' && line_matches 'uid: <uid>' 'uid: 0b5c1f6e-52f4-4d0f-9a3e-2f1d7c6b5a49' &&
    line_matches '<age>       Normal' '12s      Normal' && line_matches 'AGE <none> (x)' 'AGE <none> (x)' ||
    die 'the matcher refuses what fits'
  ! line_matches 'a.b' 'axb' && ! line_matches 'a.b <age>' 'axb 5s' && ! line_matches 'rv: <rv>' 'rv: 0' &&
    ! line_matches '<uid>' 'not-a-uid' && ! line_matches 'x <text>' 'x ' && ! line_matches 'x: <text>' 'x: : y' && ! line_matches '<none> <age>' '<some> 5s' ||
    die 'the matcher accepts what does not fit'
}
