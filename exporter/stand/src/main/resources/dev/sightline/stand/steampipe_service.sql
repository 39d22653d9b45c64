create extension ltree;

create schema steampipe_internal;

create table steampipe_internal.steampipe_connection (
  name text primary key,
  state text,
  type text,
  connections text[],
  error text,
  plugin text
);

create table steampipe_internal.calls (what text);

create function steampipe_internal.meta_cache(what text) returns void language plpgsql as $$
begin
  insert into steampipe_internal.calls values ('meta_cache ' || what);
end
$$;

create function steampipe_internal.fails(message text) returns text language plpgsql as $$
begin
  raise exception '%', message using errcode = 'HV000';
end
$$;

create function steampipe_internal.hangs(seconds float) returns text language plpgsql as $$
begin
  perform pg_sleep(seconds);
  return null;
end
$$;

