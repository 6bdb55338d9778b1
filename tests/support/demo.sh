# The demo's steps, sourced by ./dev: the server on a port of the user's choice, then the image pipeline through the
# AWS CLI and curl, each command shown before it runs. Expects to be in the root of the checkout, with the data folder
# in demo_data.

readonly demo_log=$demo_data/server.log
readonly demo_pid_file=$demo_data/server.pid
readonly originals=images-original thumbnails=resizes-image picture=dog.png
endpoint=''

# demo_server_pid: of the server that an earlier demo left running, or nothing. A process that reuses the number of one
# long gone is told by its executable.
demo_server_pid() {
  local pid
  pid=$(cat "$demo_pid_file" 2>/dev/null) || return 0
  [[ $(readlink "/proc/$pid/exe" 2>/dev/null) != */bin/cloudling* ]] || echo "$pid"
}

stop_demo_server() {
  local pid
  pid=$(demo_server_pid)
  rm -f "$demo_pid_file"
  [[ -n $pid ]] || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in {1..200}; do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.05
  done
  kill -9 "$pid" 2>/dev/null || true
}

# start_demo_server PORT: sets `endpoint` to where it listens; port 0 is a free one.
start_demo_server() {
  local port=$1
  if [[ $port != 0 ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    die "port $port is taken by another program. Stop it, or choose another port: ./dev demo --port 4577"
  fi
  mkdir -p "$demo_data"
  setsid nohup build/release/bin/cloudling --port "$port" --data "$demo_data" >"$demo_log" 2>&1 </dev/null &
  echo $! >"$demo_pid_file"
  for _ in {1..200}; do
    endpoint=$(grep -om1 'http://127\.0\.0\.1:[0-9]*' "$demo_log") || true
    [[ -z $endpoint ]] || ! curl -sf -o /dev/null "$endpoint/_cloudling/health" || return 0
    kill -0 "$(cat "$demo_pid_file")" 2>/dev/null || break
    sleep 0.05
  done
  tail -n 20 "$demo_log" >&2
  die "the server did not start; its log is $demo_log"
}

# The AWS CLI as Debian has it, with none of the user's settings.
aws_cli() {
  env -u AWS_PROFILE -u AWS_SESSION_TOKEN -u AWS_CA_BUNDLE -u AWS_ENDPOINT_URL AWS_CONFIG_FILE=/dev/null \
    AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
    AWS_DEFAULT_REGION=us-east-1 AWS_PAGER= /usr/bin/aws --endpoint-url "$endpoint" "$@"
}

step() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
shown() { printf '%s$ %s%s\n' "$dim" "$*" "$plain"; }
indent() { sed 's/^/  /'; }

# show_aws ARGUMENT...: shows the command, then its output.
show_aws() {
  shown "aws $*"
  aws_cli "$@" | indent
}

# png_size FILE: "WIDTH x HEIGHT", from its header.
png_size() {
  od -An -tu1 -j16 -N8 "$1" | awk '{ print ($1*256+$2)*65536 + $3*256+$4 " x " ($5*256+$6)*65536 + $7*256+$8 }'
}

run_demo() {
  step "1. Two buckets"
  show_aws s3 mb "s3://$originals"
  show_aws s3 mb "s3://$thumbnails"

  step "2. Upload a picture ($(png_size "fixtures/images/$picture"))"
  show_aws s3 cp "fixtures/images/$picture" "s3://$originals/$picture" --no-progress

  step "3. POST /resize starts the state machine and waits for its end"
  local body="{\"bucket\":\"$originals\",\"key\":\"$picture\"}" answer arn
  shown "curl -d '$body' $endpoint/resize"
  answer=$(curl -sS --fail-with-body -H 'Content-Type: application/json' -d "$body" "$endpoint/resize") ||
    die "POST /resize failed: $answer"
  /usr/bin/python3 -m json.tool <<<"$answer" | indent
  arn=$(/usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["executionArn"])' <<<"$answer")

  step "4. What the state machine did: ResizeImage (Task), CheckResult (Choice), then success or failure"
  show_aws stepfunctions describe-execution --execution-arn "$arn" --query '[name,status]' --output text
  shown "aws stepfunctions get-execution-history --execution-arn $arn"
  aws_cli stepfunctions get-execution-history --execution-arn "$arn" --output text \
    --query 'events[].[id, type, stateEnteredEventDetails.name || stateExitedEventDetails.name || `""`]' |
    awk -F '\t' '{ printf "  %2d  %-26s %s\n", $1, $2, ($3 == "None" ? "" : $3) }'

  step "5. The thumbnail"
  show_aws s3 ls "s3://$thumbnails"
  show_aws s3 cp "s3://$thumbnails/thumbnail-$picture" "$demo_data/thumbnail-$picture" --no-progress
  echo "  thumbnail-$picture: $(png_size "$demo_data/thumbnail-$picture")"
}

show_next_steps() {
  cat <<EOF

${bold}The server is running${plain}: $endpoint, process $(cat "$demo_pid_file"), log $demo_log
Stop it with ./dev stop; its data stays in $demo_data/.

${bold}Try next${plain}, in any terminal:
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
  alias awsl='/usr/bin/aws --endpoint-url $endpoint'
  awsl s3 ls s3://$thumbnails
  awsl s3 cp s3://$thumbnails/thumbnail-$picture .
  awsl stepfunctions list-state-machines
  awsl stepfunctions list-executions --state-machine-arn arn:aws:states:us-east-1:000000000000:stateMachine:ImageResizePipeline
  awsl lambda list-functions
  awsl s3 cp fixtures/images/$picture s3://$originals/again.png
  curl -d '{"bucket":"$originals","key":"again.png"}' $endpoint/resize
  curl --data-binary @fixtures/images/$picture -H 'Content-Type: image/png' '$endpoint/resize?width=100&format=webp' -o dog.webp
EOF
}
