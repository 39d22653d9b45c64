#!/usr/bin/env bash
# A query that fails at its 95th row of 100: by default pgjdbc throws and hands out no row; with a
# fetch size in a transaction, as documentation advises for large results, it hands out 90 rows and
# throws then. Whoever keeps rows as they come (an inventory out of Steampipe, whose errors arrive
# just so) keeps a part for the whole.
set -euo pipefail
version=42.7.14
folder=$(mktemp -d)
binaries=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -n 1 || true)
if [ -z "$binaries" ] || ! command -v mvn > /dev/null 2>&1; then
  echo "skipped: PostgreSQL of Debian and Maven are needed"
  exit 0
fi
chmod 755 "$folder"
owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
  owner=postgres
fi
as() { if [ "$(id -un)" = "$owner" ]; then "$@"; else runuser -u "$owner" -- "$@"; fi; }
mkdir "$folder/data" && chown "$owner" "$folder/data"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
trap 'as "$binaries/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null 2>&1 || true; rm -rf "$folder"' EXIT
as "$binaries/initdb" -D "$folder/data" -A trust > /dev/null
as "$binaries/pg_ctl" -D "$folder/data" -w -o "-p $port -k $folder/data -h 127.0.0.1" start > /dev/null

mvn -q dependency:copy -Dartifact="org.postgresql:postgresql:$version" -DoutputDirectory="$folder"
cat > "$folder/Rows.java" << 'JAVA'
import java.sql.DriverManager;
import java.sql.SQLException;

class Rows {
  public static void main(String[] a) throws Exception {
    for (int size : new int[] {0, 10}) {
      int rows = 0;
      try (var connection = DriverManager.getConnection(a[0], a[1], "");
          var statement = connection.createStatement()) {
        connection.setAutoCommit(size == 0);
        statement.setFetchSize(size);
        try (var result = statement.executeQuery(
            "select 100 / (95 - n) from generate_series(1, 100) n")) {
          while (result.next()) {
            rows++;
          }
        }
        System.out.println("no error");
      } catch (SQLException e) {
        System.out.println("fetch size " + size + ": " + rows + " rows, then " + e.getMessage());
      }
    }
  }
}
JAVA
echo "pgjdbc $version, $("$binaries/postgres" --version)"
said=$(java -cp "$folder/postgresql-$version.jar" "$folder/Rows.java" "jdbc:postgresql://127.0.0.1:$port/postgres" "$owner")
echo "$said"
[ "$said" = "fetch size 0: 0 rows, then ERROR: division by zero
fetch size 10: 90 rows, then ERROR: division by zero" ] || { echo CHANGED; exit 1; }
