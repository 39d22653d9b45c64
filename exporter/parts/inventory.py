"""The inventory's refresh against PostgreSQL of Debian, laid out as Steampipe's service is.

Two servers, as with Steampipe: the one that is asked has foreign tables only, and the rows are
another's, which stands for the plugin. The tables are the real plugin's, where their definitions
lie beside the checkout (../shared/reference/steampipe_tables.sql), else those of the stand. Then
the plugin is killed in the middle of an answer, and the service is: an error, and no lookup shorter.
"""

import csv
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time

from ground import PROJECT, free_port, until

PAYER, SHOP, ZERO = "111122223333", "222233334444", "000011112222"
ACCOUNTS = {"payer": PAYER, "shop": SHOP, "zero": ZERO}
INSTANCES = 3000
STAND = os.path.join(PROJECT, "exporter/stand/src/main/resources/dev/sightline/stand")


def definitions():
    """The tables of one connection, with {schema} for its name, and whose they are."""
    beside = os.path.join(os.path.dirname(PROJECT), "shared/reference/steampipe_tables.sql")
    if os.path.exists(beside):
        with open(beside) as file:
            tables = re.findall(r"create table aws_payer\.(.*?\);)", file.read(), re.DOTALL)
        return ("create schema {schema};\n"
                + "\n".join("create table {schema}." + table for table in tables),
                f"{len(tables)} tables as the real plugin defines them")
    with open(os.path.join(STAND, "steampipe_schema.sql")) as file:
        own = file.read()
    return (own + "\ndrop view {schema}.aws_account_alternate_contact;\n"
            "create table {schema}.aws_account_alternate_contact\n"
            "  (linked_account_id text, contact_type text, email_address text);\n",
            "tables of the stand: the real plugin's definitions are not beside the checkout")


class Server:
    """One PostgreSQL, on a port of loopback, in a folder of its own."""

    def __init__(self, binaries):
        self.binaries, self.port = binaries, free_port()
        self.folder = tempfile.mkdtemp(prefix="parts-postgres")
        self.data = os.path.join(self.folder, "data")
        self.owner = None
        if os.geteuid() == 0:  # PostgreSQL refuses to be root's.
            self.owner = "postgres"
            shutil.chown(self.folder, pwd.getpwnam(self.owner).pw_uid)
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync")
        self.start()

    def run(self, program, *arguments):
        command = [os.path.join(self.binaries, program), *arguments]
        if self.owner:
            command = ["runuser", "-u", self.owner, "--", *command]
        return subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, cwd="/")

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.folder, "log"), "-o",
                 f"-p {self.port} -k {self.folder} -h 127.0.0.1 -c fsync=off", "start")

    def sql(self, text):
        done = subprocess.run(
            [os.path.join(self.binaries, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
             "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "postgres"],
            input=text, text=True, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def kill(self):
        """Every process of it, at once."""
        with open(os.path.join(self.data, "postmaster.pid")) as file:
            first = int(file.readline())
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], text=True,
                                  capture_output=True).stdout.split()
        for one in [first, *map(int, children)]:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                pass  # It ended with its parent.
        until("the server is gone", lambda: not os.path.exists(f"/proc/{first}"))

    def close(self):
        try:
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        except subprocess.CalledProcessError:
            pass  # It was killed.
        shutil.rmtree(self.folder, ignore_errors=True)


ROWS = f"""
insert into payer.aws_organizations_root (id, name) values ('r-ab12', 'Root');
insert into payer.aws_organizations_organizational_unit (id, name, path)
  values ('ou-ab12-11112222', 'Production', 'r_ab12.ou_ab12_11112222');
insert into payer.aws_organizations_account (id, name, email, status, state, parent_id, tags, account_id)
  select id, name, name || '@example.com', 'ACTIVE', 'ACTIVE', 'ou-ab12-11112222',
    jsonb_build_object('Owner', name || ' team'), '{PAYER}'
  from (values ('{PAYER}', 'payer'), ('{SHOP}', 'shop'), ('{ZERO}', 'zero')) accounts (id, name);
insert into payer.aws_account_alternate_contact (linked_account_id, contact_type, email_address)
  values ('{ZERO}', 'SECURITY', 'security@example.com');
insert into shop.aws_ec2_instance (instance_id, arn, title, instance_state, private_ip_address,
    launch_time, tags, region, account_id)
  select 'i-' || lpad(to_hex(n), 17, '0'), 'arn:aws:ec2:eu-central-1:{SHOP}:instance/i-' || n,
    'web ' || n, 'running', '10.1.0.0'::inet + n, '2026-01-02T03:04:05Z',
    '{{"Environment": "production"}}', 'eu-central-1', '{SHOP}'
  from generate_series(1, {INSTANCES}) n;
insert into zero.aws_vpc_eip (allocation_id, public_ip, tags, region, account_id)
  values ('eipalloc-1', '198.51.100.8', '{{"Owner": "network team"}}', 'eu-west-1', '{ZERO}');
insert into zero.aws_ec2_network_interface (network_interface_id, interface_type, private_ip_address,
    private_ip_addresses, ipv6_addresses, vpc_id, region, account_id)
  values ('eni-1', 'interface', '10.2.0.3',
    '[{{"PrivateIpAddress": "10.2.0.3", "Association": {{"PublicIp": "198.51.100.7"}}}}]',
    '[{{"Ipv6Address": "2001:db8::7"}}]', 'vpc-1', 'eu-west-1', '{ZERO}');
insert into zero.aws_vpc (vpc_id, cidr_block, cidr_block_association_set, title, region, account_id)
  values ('vpc-1', '10.2.0.0/16', '[{{"CidrBlock": "10.2.0.0/16"}}, {{"CidrBlock": "10.3.0.0/16"}}]',
    'main', 'eu-west-1', '{ZERO}');
insert into zero.aws_iam_role (role_id, name, arn, path, create_date, account_id)
  values ('AROAEXAMPLE', 'deploy', 'arn:aws:iam::{ZERO}:role/deploy', '/', now(), '{ZERO}');
insert into zero.aws_iam_access_key (access_key_id, user_name, status, create_date, account_id)
  values ('AKIAEXAMPLE', 'ana', 'Active', '2026-01-02T03:04:05.678Z', '{ZERO}');
insert into shop.aws_s3_bucket (name, arn, tags, region, account_id)
  values ('Wares', 'arn:aws:s3:::wares', null, 'eu-west-1', '{SHOP}');
"""

# What the lookups must hold: lookup, how many rows, a key with its value, and what stands beside it.
RIGHT = [
    ("aws_accounts", 3, ("account_id", ZERO),
     {"name": "zero", "owner": "zero team", "ou_path": "Root/Production",
      "security_contact": "security@example.com"}),
    ("aws_ec2_instances", INSTANCES, ("instance_id", "i-" + "bb8".zfill(17)),
     {"name": "web 3000", "private_ip": "10.1.11.184", "environment": "production",
      "account_id": SHOP, "launched": "1767323045"}),
    ("aws_ip_addresses", 4, ("ip", "198.51.100.8"), {"owner": "network team", "account_id": ZERO}),
    ("aws_ip_addresses", 4, ("ip", "2001:db8::7"), {"resource": "eni-1", "public": "true"}),
    ("aws_ip_ranges", 2, ("cidr", "10.3.0.0/16"), {"resource": "vpc-1"}),
    ("aws_iam_principals", 1, ("principal_id", "AROAEXAMPLE"), {"name": "deploy", "type": "role"}),
    ("aws_access_keys", 1, ("access_key_id", "AKIAEXAMPLE"), {"user_name": "ana", "state": "Active"}),
    ("aws_resources", 1, ("arn", "arn:aws:s3:::wares"), {"name": "Wares", "type": "s3:bucket"}),
]


class Steampipe:
    """The two servers."""

    def __init__(self, binaries):
        self.plugin = Server(binaries)
        try:
            self.service = Server(binaries)
            self.lay()
        except BaseException:
            self.close()
            raise

    def lay(self):
        tables, self.whose = definitions()
        self.plugin.sql("create extension ltree;\n"
                        + "\n".join(tables.replace("{schema}", name) for name in ACCOUNTS))
        with open(os.path.join(STAND, "steampipe_service.sql")) as file:
            self.service.sql(file.read())
        self.service.sql(f"""
            create extension postgres_fdw;
            create server plugin foreign data wrapper postgres_fdw
              options (host '127.0.0.1', port '{self.plugin.port}', dbname 'postgres');
            create user mapping for postgres server plugin options (user 'postgres');""")
        for name, account in ACCOUNTS.items():
            self.service.sql(f"""
                create schema {name};
                import foreign schema {name} from server plugin into {name};
                insert into steampipe_internal.steampipe_connection (name, state, type, plugin)
                  values ('{name}', 'ready', '', 'hub.steampipe.io/plugins/turbot/aws@latest');""")
            self.plugin.sql(f"""
                insert into {name}.aws_account (account_id, title, organization_master_account_id)
                  values ('{account}', '{name}', '{PAYER}');""")
        self.plugin.sql(ROWS)

    def slow(self):
        """From the middle on, a row of the instances takes its time."""
        self.plugin.sql(f"""
            alter table shop.aws_ec2_instance rename to whole;
            create function shop.linger(title text) returns text language plpgsql as $$
            begin
              if substr(title, 5)::int > {INSTANCES // 2} then perform pg_sleep(0.05); end if;
              return title;
            end $$;
            create view shop.aws_ec2_instance as select * from shop.whole where shop.linger(title) <> '';""")

    def quick(self):
        self.plugin.sql("drop view shop.aws_ec2_instance; drop function shop.linger;"
                        "alter table shop.whole rename to aws_ec2_instance;")

    def lingers(self):
        return self.plugin.sql("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") != "0"

    def close(self):
        for server in (getattr(self, "service", None), self.plugin):
            if server:
                server.close()


def rows(folder, lookup):
    with open(os.path.join(folder, lookup + ".csv"), newline="") as file:
        return list(csv.DictReader(file))


def refresh(parts, steampipe, folder):
    return parts.exporter("inventory", ["inventory", "refresh", "--to", folder],
                          SIGHTLINE_STEAMPIPE_URL=f"postgres://postgres@127.0.0.1:{steampipe.service.port}/postgres",
                          SIGHTLINE_STEAMPIPE_TIMEOUT="30s")


def wrong(folder):
    """What is not right in the lookups."""
    for lookup, count, (key, value), beside in RIGHT:
        found = rows(folder, lookup)
        if len(found) != count:
            yield f"{lookup} has {len(found)} rows and not {count}"
        row = next((one for one in found if one[key] == value), {})
        for column, text in beside.items():
            if row.get(column) != text:
                yield f"{lookup}, {value}: {column} is {row.get(column)!r} and not {text!r}"


def trials(trial, binaries):
    parts = trial.parts
    steampipe = Steampipe(binaries)
    folder = os.path.join(parts.folder, "lookups")
    try:
        print(f"  the inventory: {steampipe.whose}", flush=True)
        code = refresh(parts, steampipe, folder).wait(120)
        faults = list(wrong(folder))
        print(f"  the inventory, refreshed: exit code {code}, "
              + ", ".join(f"{name} {len(rows(folder, name))}" for name in dict.fromkeys(one[0] for one in RIGHT)),
              flush=True)
        if code != 0 or faults:
            trial.fails("the inventory is refreshed", "\n".join(faults) + parts.log("inventory")[-3000:])
        for name, server, codes in [("the plugin", steampipe.plugin, (3,)),
                                    ("the service", steampipe.service, (1, 3))]:
            killed(trial, steampipe, folder, name, server, codes)
    finally:
        steampipe.close()


def killed(trial, steampipe, folder, name, server, codes):
    parts = trial.parts
    steampipe.slow()
    process = refresh(parts, steampipe, folder)
    until("the instances are in the middle", lambda: steampipe.lingers() or process.poll() is not None, 60)
    time.sleep(1)  # Rows have come by then: a thousand are fetched at once.
    if process.poll() is not None:
        trial.fails(f"the inventory, {name} killed: it was too late")
    server.kill()
    code = process.wait(120)
    after = rows(folder, "aws_ec2_instances")
    present = sum(row["present"] == "true" for row in after)
    stale = sum(row["stale"] == "true" for row in after)
    print(f"  the inventory, {name} killed in the middle of an answer: exit code {code}, "
          f"aws_ec2_instances {len(after)}, present {present}, stale {stale}", flush=True)
    faults = list(wrong(folder))
    if code not in codes or present != INSTANCES or faults:
        trial.fails(f"the inventory, {name} killed", "\n".join(faults) + parts.log("inventory")[-3000:])
    server.start()
    steampipe.quick()
    code = refresh(parts, steampipe, folder).wait(120)
    stale = sum(row["stale"] == "true" for row in rows(folder, "aws_ec2_instances"))
    faults = list(wrong(folder))
    if code != 0 or faults or stale:
        trial.fails(f"the inventory, after {name} is back (exit code {code}, stale {stale})",
                    "\n".join(faults) + parts.log("inventory")[-3000:])
    else:
        print("  the inventory, once it is back: exit code 0, nothing stale", flush=True)
