#!/usr/bin/env bash
# The CloudFormation templates in earnest: cfn-lint, rules of our own, deployed to an emulator of
# AWS (moto) with a list of what it created; then the exporter against what they made, with the
# permissions of its role. IAM is the emulator's: it looks at actions, not at resources and
# conditions. Needs Python 3.10 or newer with venv (cfn-lint, moto, boto3 and awscli come from
# PyPI), shellcheck where there is one, and what the build needs; where Python or PyPI is not to be
# had it says so in one line and ends well.
set -euo pipefail
cd "$(dirname "$0")"

tools=target/tools
pins=(cfn-lint==1.58.0 'moto[server]==5.2.5' boto3==1.44.5 awscli==1.46.3 python-hcl2==8.1.4)
if [ "$(cat "$tools/pins" 2> /dev/null)" != "${pins[*]}" ]; then
  rm -rf "$tools"
  if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2> /dev/null ||
    ! python3 -m venv "$tools" > /dev/null 2>&1 ||
    ! "$tools/bin/pip" install --quiet --disable-pip-version-check "${pins[@]}" 2> "$tools/pip.log"; then
    echo "The templates are not deployed: Python 3.10 with venv, or PyPI, is not to be had here."
    exit 0
  fi
  echo "${pins[*]}" > "$tools/pins"
fi

"$tools/bin/cfn-lint" ./*.yaml
echo "cfn-lint has no finding in $(printf '%s ' ./*.yaml)"
"$tools/bin/python" check/templates.py
"$tools/bin/python" terraform/make.py --check
terraform=$(command -v tofu || command -v terraform || true)
if [ -z "$terraform" ]; then
  echo "The Terraform modules are parsed, and not validated: there is neither tofu nor terraform."
else
  "$terraform" fmt -check -recursive terraform
  rm -rf target/terraform
  mkdir -p target/terraform
  cp -r terraform ./*.yaml target/
  for module in home region member; do
    if (cd "target/terraform/$module" && "$terraform" init -backend=false -input=false) > target/init.log 2>&1; then
      (cd "target/terraform/$module" && "$terraform" validate)
    else
      echo "The module $module is parsed, and not validated: the provider hashicorp/aws is not to be had here."
    fi
  done
fi
if command -v shellcheck > /dev/null 2>&1; then
  shellcheck ./*.sh
fi

emulator=
trap '[ -z "$emulator" ] || kill "$emulator" 2> /dev/null || true' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$tools/bin/python" check/emulator.py -H 127.0.0.1 -p "$port" > target/emulator.log 2>&1 &
emulator=$!
for _ in $(seq 120); do
  if python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/moto-api/')" 2> /dev/null; then
    break
  fi
  if ! kill -0 "$emulator" 2> /dev/null; then
    break
  fi
  sleep 0.5
done
"$tools/bin/python" check/deploy.py "http://127.0.0.1:$port" "$PWD/target/stack.json" || {
  tail -20 target/emulator.log >&2
  exit 1
}

stack=$PWD/target/stack.json
cd ../..
mvn -B -ntp -pl exporter/service -am test -Dcyclonedx.skip -Dtest=EmulatedAwsTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsightline.aws.stack="$stack" > exporter/aws/target/test.log 2>&1 || {
  grep -E "ERROR|Tests run" exporter/aws/target/test.log | head -40 >&2
  exit 1
}
# A test that was not run must not pass for one that did.
if ! grep -E 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*EmulatedAwsTest' exporter/aws/target/test.log; then
  echo "The exporter was not run against the emulator: see exporter/aws/target/test.log." >&2
  exit 1
fi
