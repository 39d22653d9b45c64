#!/bin/sh
# Shows every page of the app in headless Chromium and clicks through an investigation. Needs npm
# and Chromium; where one is missing it says so and ends well. Pictures: splunk-app/target/pages.
set -eu
cd "$(dirname "$0")"

if ! command -v npm > /dev/null 2>&1; then
  echo "The pages are not looked at: there is no npm here."
  exit 0
fi
chromium=
for name in chromium chromium-browser google-chrome; do
  chromium=${chromium:-$(command -v "$name" || true)}
done
if [ -z "$chromium" ]; then
  echo "The pages are not looked at: there is no Chromium here (on Debian: apt-get install chromium)."
  exit 0
fi
npm ci --no-audit --no-fund --silent
npm run --silent build
cd ../..
./sightline demo --write splunk-app/target/story
mvn -B -ntp -q -pl splunk-app -am test -Dcyclonedx.skip -Dtest=PagesInBrowserTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsightline.story="$PWD/splunk-app/target/story"
cat splunk-app/target/pages.log
