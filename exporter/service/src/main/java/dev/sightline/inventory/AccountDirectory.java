package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.lookups.Lookup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The accounts that this refresh knows of, from the organization, from the overrides, or from what
 * the lookup held before.
 *
 * @param members by who told of them
 * @param attributes what the rows of other lookups inherit, by account
 * @param active the accounts that should answer
 * @param gaps what could not be asked
 * @param failure why the accounts are not to be published; empty where they are
 */
record AccountDirectory(
    Map<String, List<Organization.Member>> members,
    Map<String, Attributes.Account> attributes,
    Set<String> active,
    List<String> gaps,
    String failure) {
  /** Stands for the operator's file where an account is named as the one that told. */
  private static final String OVERRIDES = "overrides";

  /** No account is known. */
  static final AccountDirectory NONE =
      new AccountDirectory(Map.of(), Map.of(), Set.of(), List.of(), "");

  static AccountDirectory failed(String failure) {
    return new AccountDirectory(Map.of(), Map.of(), Set.of(), List.of(), failure);
  }

  /** The operator's file is the whole source. */
  static AccountDirectory ofOverrides(Overrides overrides) {
    List<Organization.Member> members = strangers(overrides, Set.of());
    if (members.isEmpty()) {
      return failed(
          "The overrides name no account: give each a row with its account_id. Nothing is"
              + " changed.");
    }
    return of(Map.of(OVERRIDES, members), List.of());
  }

  /** Asks the management account, or takes the accounts that answer where there is none. */
  static AccountDirectory ofSteampipe(
      Steampipe steampipe,
      Lookup lookup,
      Survey survey,
      Overrides overrides,
      boolean contacts,
      Progress progress)
      throws IOException, InterruptedException {
    Map<String, List<Organization.Member>> members = new TreeMap<>();
    List<String> gaps = List.of();
    if (survey.isOrganized()) {
      if (survey.management().isEmpty()) {
        return failed(
            "No connection answers for the management account, which alone knows the"
                + " organization's accounts: add one, or name it by"
                + " SIGHTLINE_STEAMPIPE_ORGANIZATION. Nothing is changed.");
      }
      String management = survey.management().get();
      String schema = survey.answering().getOrDefault(management, "");
      progress.at(lookup.name(), 0, 1);
      Organization organization = Organization.read(steampipe, lookup, schema, contacts);
      progress.at(lookup.name(), 1, 1);
      if (organization.members().isEmpty()) {
        return failed(
            "The organization answers with no accounts at all: allow organizations:ListAccounts to"
                + " the connection "
                + schema
                + ", whose refusal reads the same. Nothing is changed.");
      }
      members.put(management, organization.members());
      gaps = organization.gaps();
    } else {
      survey
          .answering()
          .keySet()
          .forEach(account -> members.put(account, List.of(alone(account, survey))));
      if (members.isEmpty()) {
        return failed(
            survey.gaps().isEmpty()
                ? "No account answers. Nothing is changed."
                : "No account answers: " + survey.gaps().getFirst() + " Nothing is changed.");
      }
    }
    Set<String> known = new TreeSet<>();
    members.values().forEach(list -> list.forEach(member -> known.add(member.id())));
    List<Organization.Member> strangers = strangers(overrides, known);
    if (!strangers.isEmpty()) {
      members.put(OVERRIDES, strangers);
    }
    return of(members, gaps);
  }

  /** What the lookup holds: complete rows, so that nothing needs to be asked for. */
  static AccountDirectory ofStore(LookupStore store, Lookup lookup) throws StoreException {
    Layout layout = new Layout(lookup);
    Map<String, Attributes.Account> attributes = new HashMap<>();
    Set<String> active = new TreeSet<>();
    try (LookupStore.Session session = store.open(layout)) {
      session.read(row -> {
        Map<String, String> known = new HashMap<>();
        for (String name : Attributes.NAMES) {
          known.put(name, layout.cell(row, name));
        }
        String id = layout.cell(row, "account_id");
        attributes.put(id, new Attributes.Account(Map.of(), layout.cell(row, "ou_path"), known));
        if (layout.cell(row, "state").equals("ACTIVE")
            && layout.cell(row, "present").equals("true")) {
          active.add(id);
        }
      });
    }
    return new AccountDirectory(Map.of(), attributes, active, List.of(), "");
  }

  /** The same, and what was known before of the accounts of which nobody tells now. */
  AccountDirectory over(AccountDirectory before) {
    Map<String, Attributes.Account> all = new HashMap<>(before.attributes());
    all.putAll(attributes);
    return new AccountDirectory(
        members, all, failure.isEmpty() ? active : before.active(), gaps, failure);
  }

  private static AccountDirectory of(
      Map<String, List<Organization.Member>> members, List<String> gaps) {
    Map<String, Attributes.Account> attributes = new HashMap<>();
    Set<String> active = new TreeSet<>();
    members
        .values()
        .forEach(list ->
            list.forEach(member -> {
              attributes.put(
                  member.id(), new Attributes.Account(member.tags(), member.ouPath(), Map.of()));
              if (member.isActive()) {
                active.add(member.id());
              }
            }));
    return new AccountDirectory(members, attributes, active, gaps, "");
  }

  private static Organization.Member alone(String account, Survey survey) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("account_id", account);
    cells.put("name", survey.names().getOrDefault(account, ""));
    return new Organization.Member(account, cells, Map.of());
  }

  /** Accounts that only the operator knows, as those of another organization. */
  private static List<Organization.Member> strangers(Overrides overrides, Set<String> known) {
    List<Organization.Member> strangers = new ArrayList<>();
    overrides
        .accounts()
        .forEach((id, cells) -> {
          if (!known.contains(id)) {
            strangers.add(new Organization.Member(id, new LinkedHashMap<>(cells), Map.of()));
          }
        });
    return strangers;
  }

  /** The rows of the lookup of accounts. */
  Gathered gathered(Lookup lookup, Attributes attributes, Overrides overrides) throws IOException {
    Layout layout = new Layout(lookup);
    Gathered gathered = new Gathered(layout);
    try {
      for (Map.Entry<String, List<Organization.Member>> told : members.entrySet()) {
        try (Spool spool = new Spool(layout)) {
          for (Organization.Member member : told.getValue()) {
            Map<String, String> cells = new HashMap<>(member.cells());
            overrides
                .accounts()
                .getOrDefault(member.id(), Map.of())
                .forEach((name, cell) -> {
                  if (!Attributes.NAMES.contains(name) && cells.getOrDefault(name, "").isEmpty()) {
                    cells.put(name, cell);
                  }
                });
            attributes.fill(cells, Set.copyOf(layout.names()), member.tags());
            spool.add(layout.row(cells));
          }
          gathered.add(told.getKey(), spool);
        }
      }
      gaps.forEach(gathered::gap);
      return gathered;
    } catch (IOException | RuntimeException e) {
      gathered.close();
      throw e;
    }
  }
}
