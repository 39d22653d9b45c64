package dev.sightline.endtoend;

import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.SteampipeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refreshes a large organization twice, each time by a process with a heap of 256 MB: {@code
 * LargeInventory ACCOUNTS RESOURCES}. Every account is a connection with a schema of its own, whose
 * tables are views on a few large ones. The servers are in this process and have a heap of their
 * own.
 */
final class LargeInventory {
  private LargeInventory() {}

  /** Runs, prints what the command says, and ends with the second one's exit code. */
  public static void main(String[] arguments) throws Exception {
    int accounts = Integer.parseInt(arguments[0]);
    int resources = Integer.parseInt(arguments[1]);
    int code;
    try (SteampipeServer server = SteampipeServer.start();
        KvServer splunk = KvServer.start("sightline_aws", null)) {
      for (Lookup lookup : LookupFolder.shipped()) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Column column : lookup.columns()) {
          fields.put(column.name(), column.type().name().toLowerCase(Locale.ROOT));
        }
        splunk.collection(lookup.name(), fields);
      }
      SteampipeServer.Service steampipe = server.service();
      fill(steampipe, accounts, resources);
      refresh(steampipe, splunk);
      code = refresh(steampipe, splunk);
    }
    System.exit(code);
  }

  private static void fill(SteampipeServer.Service steampipe, int accounts, int resources) {
    steampipe.connection("model", "100000000000", "100000000000");
    steampipe.execute("delete from steampipe_internal.steampipe_connection");
    steampipe.execute(
        "create table public.resources as select 'queue ' || n as name,"
            + " 'arn:aws:sqs:eu-west-1:' || (100000000000 + n %% %1$d) || ':queue-' || n as arn,"
                .formatted(accounts)
            + " '{\"Owner\": \"team\", \"Environment\": \"production\"}'::jsonb as tags,"
            + " 'eu-west-1' as region, (100000000000 + n %% %1$d)::text as account_id"
                .formatted(accounts)
            + " from generate_series(0, %d) n".formatted(resources - 1));
    steampipe.execute("create index on public.resources (account_id)");
    steampipe.execute(
        "insert into model.aws_organizations_account (id, name, email, state, tags, account_id)"
            + " select (100000000000 + n)::text, 'account ' || n, 'root@example.com', 'ACTIVE',"
            + " '{}', '100000000000' from generate_series(0, %d) n".formatted(accounts - 1));
    steampipe.execute(
        "insert into model.contacts_that_are_set values ('100000000000', 'SECURITY',"
            + " 'security@example.com')");
    for (int first = 0; first < accounts; first += 50) {
      steampipe.execute(
          """
          do $$
          declare
            number bigint;
            each text;
            wanted text;
          begin
            for number in %d..%d loop
              each := 'account_' || number;
              execute 'create schema ' || each;
              execute format('create view %%s.aws_account as select %%L::text as account_id,'
                ' %%L::text as title, ''100000000000''::text as organization_master_account_id',
                each, 100000000000 + number, each);
              execute format('create view %%s.aws_tagging_resource as select * from'
                ' public.resources where account_id = %%L', each, 100000000000 + number);
              foreach wanted in array array['aws_organizations_account', 'aws_organizations_root',
                'aws_organizations_organizational_unit', 'aws_account_alternate_contact',
                'aws_ec2_instance', 'aws_ec2_network_interface', 'aws_vpc_eip', 'aws_vpc',
                'aws_iam_user', 'aws_iam_role', 'aws_iam_access_key', 'aws_s3_bucket',
                'aws_lambda_function', 'aws_rds_db_instance'] loop
                execute format('create view %%s.%%s as select * from model.%%s',
                  each, wanted, wanted);
              end loop;
              insert into steampipe_internal.steampipe_connection (name, state, type, plugin)
                values (each, 'ready', '', 'hub.steampipe.io/plugins/turbot/aws@latest');
            end loop;
          end
          $$
          """
              .formatted(first, Math.min(accounts, first + 50) - 1));
    }
  }

  private static int refresh(SteampipeServer.Service steampipe, KvServer splunk) throws Exception {
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sightline.command.Main",
                "inventory",
                "refresh"));
    builder.environment().keySet().removeIf(name -> name.startsWith("SIGHTLINE_"));
    builder.environment().put("SIGHTLINE_STEAMPIPE_URL", steampipe.url());
    builder.environment().put("SIGHTLINE_SPLUNK_URL", splunk.endpoint().toString());
    builder.environment().put("SIGHTLINE_SPLUNK_TOKEN", KvServer.TOKEN);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    List<String> lines = said.lines().filter(line -> !line.startsWith("   ")).toList();
    lines.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "exit code %d after %.0f s; the KV store has %,d resources%n%n",
        code,
        (System.nanoTime() - start) / 1e9,
        splunk.documents("aws_resources").size());
    return code;
  }
}
