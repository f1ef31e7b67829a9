# The server that the transcripts are played on. Sourced by tests/kubectl/run.
# shellcheck shell=bash

server_pid=''

# use_server: a private copy of the kubeconfig, an empty cache, and `server`: bellwether or reference.
use_server() {
  local given=${KUBECONFIG:-}
  if [[ -z $given ]]; then
    start_server
    given=$work/data/admin.kubeconfig
  fi
  export HOME=$work/home KUBECACHEDIR=$work/cache KUBECONFIG=$work/kubeconfig
  mkdir -p "$HOME"
  "$kubectl_program" --kubeconfig="$given" config view --raw --flatten --minify >"$KUBECONFIG" || die "no kubeconfig at $given"
  local version
  version=$(kubectl get --raw /version) || die 'the server does not answer'
  server=reference
  [[ $version != *bellwether* ]] || server=bellwether
}

start_server() {
  local deadline=$((SECONDS + 300))
  : >"$work/server.out"
  "$root/bellwether" up --data-dir "$work/data" --listen 127.0.0.1:0 --components apiserver >"$work/server.out" 2>"$work/server.err" &
  server_pid=$!
  until grep -q '^Bellwether is ready: ' "$work/server.out"; do
    kill -0 "$server_pid" 2>/dev/null || die "bellwether up has ended: $(tail -n 1 "$work/server.err")"
    ((SECONDS < deadline)) || die 'bellwether up is not ready in 300 seconds'
    sleep 0.05
  done
}

stop_server() {
  if [[ -n $server_pid ]]; then
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" || true
  fi
}
