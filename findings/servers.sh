# Sourced, after python.sh, by the findings about servers: those of Maven in a JVM, on a free port of
# loopback; each ends with the script.
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT

# jars GROUP ARTIFACT VERSION: with all that it needs, into a folder for the class path.
jars() {
  for program in mvn java; do
    if ! command -v "$program" > /dev/null 2>&1; then
      echo "skipped: $program is needed"
      exit 0
    fi
  done
  # S3Mock's own list would bring an slf4j that is too old for its logback.
  cat > "$folder/pom.xml" << POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencyManagement><dependencies><dependency><groupId>org.slf4j</groupId>
    <artifactId>slf4j-api</artifactId><version>2.0.18</version></dependency></dependencies></dependencyManagement>
  <dependencies><dependency><groupId>$1</groupId>
    <artifactId>$2</artifactId><version>$3</version></dependency></dependencies>
</project>
POM
  mvn -B -ntp -q -f "$folder/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$folder/jars" > "$folder/mvn.log" 2>&1 || {
    tail -n 5 "$folder/mvn.log"
    exit 1
  }
}

# free_port: leaves it in $port, and its address in $address.
free_port() {
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  address=http://127.0.0.1:$port
}

# serves COMMAND...: in the background, and waits until it listens on $port.
serves() {
  "$@" > "$folder/server.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    if (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      return
    fi
    kill -0 "$server" 2> /dev/null || break
    sleep 0.2
  done
  tail -n 5 "$folder/server.log"
  exit 1
}
