# What the commands of a transcript run in, and the words that they may use besides bash and kubectl. Sourced by tests/kubectl/run.
# shellcheck shell=bash

# require_kubectl: finds kubectl and its minor version, and shadows it with a function so that no other one is used by mistake.
require_kubectl() {
  kubectl_program=${KUBECTL:-$(type -P kubectl || true)}
  [[ -n $kubectl_program ]] || die 'there is no kubectl on the PATH; install 1.31 or newer, or name one in KUBECTL'
  local version
  version=$("$kubectl_program" version --client -o json | sed -n 's/^ *"gitVersion": "v1\.\([0-9]*\)\..*/\1/p')
  [[ -n $version ]] && ((version >= 31)) || die "$kubectl_program is too old or not kubectl; 1.31 is the oldest that will do"
}

kubectl() {
  "$kubectl_program" "$@"
}

# perform COMMAND: all that it prints, then its exit code if that is not 0.
perform() {
  local code=0
  (
    set +eu
    cd "$work/session"
    eval "$1"
  ) >"$work/output" 2>&1 </dev/null || code=$?
  settled <"$work/output"
  ((code == 0)) || echo "[exit $code]"
}

# settled: without what depends on the run (the namespace's number, the port) or on the release of kubectl and not on the server
# (the warning about the distance of the two versions, the namespace that kubectl names after deletions since 1.34).
settled() {
  sed -E -e "s/$namespace/session-00000/g" -e "s|$work/session/?||g" -e 's#[^ ]*/(LIVE|MERGED)-[0-9]+#\1#g' \
    -e 's/^(---|\+\+\+) (.*)\t20.*/\1 \2/' -e '/^WARNING: version difference between client/d' \
    -e 's/^([^ ]+ "[^"]+" (force )?deleted) from [^ ]+ namespace/\1/' | trim_end
}

# in_background NAME kubectl ARGUMENTS…: starts it, with a log of its requests; the words below speak of it by its name.
in_background() {
  : >"$work/session/$1.out"
  "$kubectl_program" "${@:3}" -v=6 >"$work/session/$1.out" 2>"$work/session/$1.err" </dev/null &
  echo $! >"$work/session/$1.pid"
}

# eventually WHAT COMMAND…: until the command succeeds, at most 15 seconds.
eventually() {
  local deadline=$((SECONDS + 15))
  until "${@:2}"; do
    if ((SECONDS >= deadline)); then
      echo "(15 seconds without $1)"
      return
    fi
    sleep 0.02
  done
}

# watching NAME: until the server has answered its watch, so that it sees all that is changed from now on.
watching() {
  eventually 'a watch' grep -qE 'watch=true.*200 OK' "$work/session/$1.err"
}

# asked NAME: until the server has told it that the object does not exist.
asked() {
  eventually 'a 404' grep -q '404 Not Found' "$work/session/$1.err"
}

# wait_lines NAME LINES: until it has printed that many lines.
wait_lines() {
  eventually "$2 lines" has_lines "$1" "$2"
}

has_lines() {
  (($(wc -l <"$work/session/$1.out") >= $2))
}

# printed NAME LINES: all that it has printed, once these are so many lines; then it is ended.
printed() {
  wait_lines "$1" "$2"
  kill "$(<"$work/session/$1.pid")" 2>/dev/null
  reported "$1"
}

# ended NAME: all that it has printed, once it has ended by itself.
ended() {
  eventually 'an end' has_ended "$1"
  reported "$1"
}

has_ended() {
  ! kill -0 "$(<"$work/session/$1.pid")" 2>/dev/null
}

# reported NAME: its output and its errors without the log.
reported() {
  rm -f "$work/session/$1.pid"
  cat "$work/session/$1.out"
  grep -vE '^[IWE][0-9]{4} ' "$work/session/$1.err" || true
}

end_background() {
  local file
  for file in "$work"/session/*.pid; do
    [[ ! -f $file ]] || kill "$(<"$file")" 2>/dev/null || true
  done
}

# editor SCRIPT…: makes `kubectl edit` change the file with these sed commands.
editor() {
  printf '#!/bin/sh\nexec sed -i %s "$1"\n' "$(printf -- '-e %q ' "$@")" >"$work/session/editor"
  chmod +x "$work/session/editor"
  export KUBE_EDITOR=$work/session/editor
}

# enter_namespace: a new namespace, the default of the commands that follow; all names of namespaces are equally long, for the tables.
enter_namespace() {
  rm -rf "${work:?}/session"
  mkdir "$work/session"
  namespace=session-$((10000 + RANDOM))
  kubectl create namespace "$namespace" >/dev/null
  kubectl config set-context --current --namespace="$namespace" >/dev/null
}

leave_namespace() {
  end_background
  kubectl delete namespace "$namespace" --wait=false >/dev/null
}
