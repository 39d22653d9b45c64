package dev.sightline.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Owner, environment, application and the like, for a resource: the first that is found of the
 * resource's tags, its account's tags, what the overrides say of the account's organizational
 * units, and what they say of the account.
 */
final class Attributes {
  /** The columns that are filled so. */
  static final List<String> NAMES =
      List.of(
          "owner",
          "environment",
          "application",
          "technical_contact",
          "business_unit",
          "data_classification");

  private final Map<String, List<String>> aliases;
  private final Overrides overrides;
  private final Map<String, Account> accounts;

  /**
   * An account as far as its attributes go.
   *
   * @param tags its own
   * @param ouPath names of organizational units, such as {@code Root/Production}
   * @param known attributes that were found before, where its tags were not asked for this time
   */
  record Account(Map<String, String> tags, String ouPath, Map<String, String> known) {}

  /**
   * @param aliases keys of tags for each attribute, the first that is there counts
   */
  Attributes(
      Map<String, List<String>> aliases, Overrides overrides, Map<String, Account> accounts) {
    this.aliases = aliases;
    this.overrides = overrides;
    this.accounts = accounts;
  }

  /** The attribute, or an empty text. */
  String of(String attribute, Map<String, String> tags, String accountId) {
    Account account = accounts.getOrDefault(accountId, new Account(Map.of(), "", Map.of()));
    return tag(attribute, tags)
        .or(() -> tag(attribute, account.tags()))
        .or(() -> filled(account.known().get(attribute)))
        .or(() -> overrides.ofPath(account.ouPath(), attribute))
        .or(() -> overrides.ofAccount(accountId, attribute))
        .orElse("");
  }

  /** Fills those of the columns that are attributes; a cell that is filled stays. */
  void fill(Map<String, String> cells, Set<String> columns, Map<String, String> tags) {
    String account = cells.getOrDefault("account_id", "");
    for (String name : NAMES) {
      if (columns.contains(name) && cells.getOrDefault(name, "").isEmpty()) {
        cells.put(name, of(name, tags, account));
      }
    }
  }

  private Optional<String> tag(String attribute, Map<String, String> tags) {
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> folded = new TreeMap<>();
    // Two keys that differ in case only: the first in the alphabet counts, every time the same.
    new TreeMap<>(tags)
        .forEach((key, value) -> folded.putIfAbsent(key.toLowerCase(Locale.ROOT), value));
    return aliases.getOrDefault(attribute, List.of()).stream()
        .flatMap(alias -> filled(folded.get(alias.toLowerCase(Locale.ROOT))).stream())
        .findFirst();
  }

  private static Optional<String> filled(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }
}
