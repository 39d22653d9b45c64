package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.steampipe.SteampipeException;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts of an organization as its management account tells of them, closed ones too.
 *
 * @param members in the order of their ids
 * @param gaps what could not be asked; the cells that hang on it are {@link Row#UNKNOWN}
 */
record Organization(List<Member> members, List<String> gaps) {
  /** The lookup that holds them. */
  static final String LOOKUP = "aws_accounts";

  /** Types of alternate contacts, by the column that each fills. */
  private static final Map<String, String> CONTACTS =
      Map.of(
          "security_contact", "SECURITY",
          "operations_contact", "OPERATIONS",
          "billing_contact", "BILLING");

  private static final int DEEPEST = 20;

  /**
   * An account.
   *
   * @param cells of the lookup
   * @param tags its own
   */
  record Member(String id, Map<String, String> cells, Map<String, String> tags) {

    String ouPath() {
      String path = cells.getOrDefault("ou_path", "");
      return path.equals(Row.UNKNOWN) ? "" : path;
    }

    /** Whether AWS keeps it open, so that it should answer. */
    boolean isActive() {
      return cells.getOrDefault("state", "").equals("ACTIVE");
    }
  }

  /** A unit, or the root. */
  private record Unit(String name, String parent) {}

  /** One contact that was asked for. */
  private record Contact(Member member, String column, String address, String failure) {}

  /**
   * Asks the management account.
   *
   * @param schema of its connection
   * @param contacts whether to ask for alternate contacts too, three calls for each account
   * @throws SteampipeException where the accounts themselves are not told
   */
  static Organization read(Steampipe steampipe, Lookup lookup, String schema, boolean contacts)
      throws IOException, InterruptedException {
    List<Member> members = new ArrayList<>();
    steampipe.ask(
        schema,
        query(lookup, "aws_organizations_account"),
        List.of(),
        row -> {
          Map<String, String> cells = new LinkedHashMap<>(row);
          String tags = cells.remove("tags");
          members.add(
              new Member(
                  cells.getOrDefault("account_id", ""),
                  cells,
                  Tags.read(tags == null ? "" : tags)));
        });
    List<String> gaps = new ArrayList<>();
    paths(steampipe, lookup, schema, members, gaps);
    if (contacts) {
      contacts(steampipe, lookup, schema, members, gaps);
    }
    return new Organization(List.copyOf(members), gaps);
  }

  private static Query query(Lookup lookup, String table) {
    return lookup
        .refresh()
        .flatMap(refresh -> refresh.query(table))
        .orElseThrow(() -> new IllegalArgumentException(lookup.name() + " asks no " + table));
  }

  private static void paths(
      Steampipe steampipe, Lookup lookup, String schema, List<Member> members, List<String> gaps)
      throws IOException {
    Map<String, Unit> units = new HashMap<>();
    boolean known = true;
    try {
      steampipe.ask(
          schema,
          query(lookup, "aws_organizations_root"),
          List.of(),
          row -> units.put(row.getOrDefault("id", ""), new Unit(row.getOrDefault("name", ""), "")));
      steampipe.ask(
          schema,
          query(lookup, "aws_organizations_organizational_unit"),
          List.of(),
          row -> units.put(row.getOrDefault("id", ""), unit(row)));
    } catch (SteampipeException e) {
      gaps.add("organizational units keep their last names: " + e.getMessage());
      known = false;
    }
    for (Member member : members) {
      String parent = member.cells().getOrDefault("parent_id", "");
      member.cells().remove("parent_id");
      boolean told = known && !parent.isEmpty();
      member.cells().put("ou_path", told ? path(units, parent) : Row.UNKNOWN);
    }
  }

  private static Unit unit(Map<String, String> row) {
    String parent = row.getOrDefault("parent_id", "");
    return new Unit(
        row.getOrDefault("name", ""),
        parent.isEmpty() ? parentOf(row.getOrDefault("path", "")) : parent);
  }

  /** The label before the last, with the dashes that an ltree cannot hold. */
  static String parentOf(String path) {
    int last = path.lastIndexOf('.');
    int before = path.lastIndexOf('.', last - 1);
    return last < 0 ? "" : path.substring(before + 1, last).replace('_', '-');
  }

  private static String path(Map<String, Unit> units, String parent) {
    List<String> names = new ArrayList<>();
    Set<String> passed = new HashSet<>();
    for (String at = parent; !at.isEmpty() && names.size() < DEEPEST && passed.add(at); ) {
      Unit unit = units.getOrDefault(at, new Unit(at, ""));
      names.addFirst(unit.name());
      at = unit.parent();
    }
    return String.join("/", names);
  }

  /**
   * Each account and each type on its own: asked together, the first contact that is not set hides
   * the others. A denied call reads as a contact that is not set; so where nobody at all has one,
   * nothing is believed.
   */
  private static void contacts(
      Steampipe steampipe, Lookup lookup, String schema, List<Member> members, List<String> gaps)
      throws IOException, InterruptedException {
    Query query = query(lookup, "aws_account_alternate_contact");
    List<Contact> wanted = new ArrayList<>();
    for (Member member : members) {
      if (member.isActive()) {
        CONTACTS.keySet().stream()
            .sorted()
            .forEach(column -> wanted.add(new Contact(member, column, "", "")));
      } else {
        CONTACTS.keySet().forEach(column -> member.cells().put(column, Row.UNKNOWN));
      }
    }
    List<Contact> asked =
        Parallel.map(
            steampipe.configuration().parallelism(),
            wanted,
            contact -> asked(steampipe, query, schema, contact));
    List<Contact> failed = asked.stream().filter(each -> !each.failure().isEmpty()).toList();
    boolean anySet = asked.stream().anyMatch(contact -> !contact.address().isEmpty());
    for (Contact contact : asked) {
      boolean believed = anySet && contact.failure().isEmpty();
      contact.member().cells().put(contact.column(), believed ? contact.address() : Row.UNKNOWN);
    }
    if (!failed.isEmpty()) {
      gaps.add(
          failed.size()
              + " alternate contacts keep their last values: "
              + failed.getFirst().failure());
    } else if (!anySet && !asked.isEmpty()) {
      gaps.add(
          "no account has an alternate contact, which a denied call looks like too: allow"
              + " account:GetAlternateContact to the management account's connection.");
    }
  }

  private static Contact asked(Steampipe steampipe, Query query, String schema, Contact contact)
      throws IOException {
    List<String> addresses = new ArrayList<>();
    String type = CONTACTS.getOrDefault(contact.column(), "");
    try {
      steampipe.ask(
          schema,
          query,
          List.of(contact.member().id(), type),
          row -> addresses.add(row.getOrDefault("email_address", "")));
    } catch (SteampipeException e) {
      if (e.isOfService()) {
        throw e;
      }
      return new Contact(contact.member(), contact.column(), "", String.valueOf(e.getMessage()));
    }
    return new Contact(
        contact.member(), contact.column(), addresses.isEmpty() ? "" : addresses.getFirst(), "");
  }
}
