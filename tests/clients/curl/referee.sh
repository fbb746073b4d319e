#!/usr/bin/env bash
# Sends a request of each operation with curl, in order, and prints the response codes. Ids that an answer holds go
# into the requests that follow, in place of @Name@. It is told where and as whom by EWS_URI, EWS_USER and
# EWS_PASSWORD; the mailbox is user1@contoso.com.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

uri=$EWS_URI
base=${uri%/EWS/*}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
declare -A known=()

send() { # send <file> <uri>: fills $answer and $status
  local body name
  body=$(<"$1")
  for name in "${!known[@]}"; do
    body=${body//@$name@/${known[$name]}}
  done
  printf '%s' "$body" >"$work/request"
  status=$(curl --silent --no-buffer --basic --user "$EWS_USER:$EWS_PASSWORD" --max-time 60 \
    --header 'Content-Type: text/xml; charset=utf-8' --data-binary "@$work/request" \
    --output "$work/answer" --write-out '%{http_code}' "$2")
  answer=$(tr -d '\r\n' <"$work/answer")
}

keep() { # keep <name> <regular expression with one group>
  if [[ $answer =~ $2 ]]; then
    known[$1]=${BASH_REMATCH[1]}
  fi
}

fail() {
  printf 'failed: %s\n%s\n' "$1" "${answer:0:2000}" >&2
  exit 1
}

done_count=0
for file in [0-9]*.xml; do
  name=${file#*-}
  name=${name%.xml}
  send "$file" "$uri"
  [[ $status == 200 ]] || fail "$name: HTTP $status"
  codes=$(grep -o '<m:ResponseCode>[A-Za-z]*' <<<"$answer" | sed 's/.*>//' | sort -u | paste -sd,)
  [[ $codes == NoError ]] || fail "$name: $codes"
  printf '%s: %s\n' "$name" "$codes"
  keep ItemId '<t:ItemId Id="([^"]+)"'
  keep ItemId '<m:ItemId Id="([^"]+)"'
  keep ChangeKey '<t:ItemId Id="[^"]+" ChangeKey="([^"]+)"'
  keep ChangeKey 'RootItemChangeKey="([^"]+)"'
  if [[ $name == CreateFolder ]]; then
    keep FolderId '<t:FolderId Id="([^"]+)"'
  fi
  keep AttachmentId '<t:AttachmentId Id="([^"]+)"'
  keep SubscriptionId '<m:SubscriptionId>([^<]+)'
  keep Watermark '<m:Watermark>([^<]+)'
  keep ReferenceId '<t:ReferenceId>([^<]+)'
  keep Data '<m:Data>([^<]+)'
  case $name in
    GetEvents) [[ $answer == *'<t:CreatedEvent>'* ]] || fail 'GetEvents tells nothing' ;;
    GetStreamingEvents)
      [[ $answer == *'<m:ConnectionStatus>OK<'*'<t:NewMailEvent>'*'<m:ConnectionStatus>Closed<'* ]] \
        || fail 'GetStreamingEvents does not open, tell and close' ;;
  esac
  done_count=$((done_count + 1))
done

send autodiscover-plain.xml "$base/autodiscover/autodiscover.xml"
[[ $status == 200 && $answer == *"<EwsUrl>$uri</EwsUrl>"* ]] || fail 'plain Autodiscover names another URI'
echo 'Autodiscover, plain: EwsUrl'
send autodiscover-soap.xml "$base/autodiscover/autodiscover.svc"
[[ $status == 200 && $answer == *"<Value>$uri</Value>"*'<Name>GroupingInformation</Name>'* ]] \
  || fail 'SOAP Autodiscover names another URI'
echo 'Autodiscover, SOAP: ExternalEwsUrl, GroupingInformation'
printf 'done: %d requests\n' $((done_count + 2))
