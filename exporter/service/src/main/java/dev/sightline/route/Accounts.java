package dev.sightline.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory says of accounts: a CSV file with the columns of the lookup {@code
 * aws_accounts}, of which those that rules may ask for are kept.
 */
public final class Accounts {
  private static final int MOST_ROWS = 100_000;
  private static final long MOST_BYTES = 100_000_000;

  /** What is said of an account that is not in the table. */
  private static final Account UNKNOWN = new Account("", "", "");

  /** No table at all. */
  public static final Accounts NONE = new Accounts(null, Map.of());

  private final @Nullable Path file;
  private final Map<String, Account> accounts;

  /** An account's attributes, each empty where nobody says. */
  record Account(String environment, String owner, String organizationalUnit) {
    private Account or(Account others) {
      return new Account(
          environment.isEmpty() ? others.environment : environment,
          owner.isEmpty() ? others.owner : owner,
          organizationalUnit);
    }
  }

  private Accounts(@Nullable Path file, Map<String, Account> accounts) {
    this.file = file;
    this.accounts = accounts;
  }

  /**
   * Reads the file. A row without an account speaks for all accounts below its {@code ou_path}
   * whose own rows say nothing, as in the inventory's overrides.
   *
   * @param mistakes are added to
   */
  public static Accounts read(Path file, List<Mistake> mistakes) {
    Map<String, Account> accounts = new HashMap<>();
    Map<String, Account> units = new HashMap<>();
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try {
      if (Files.size(file) > MOST_BYTES) {
        mistakes.add(new Mistake(file, 1, "The file is too large to be a table of accounts."));
        return NONE;
      }
      try (Reader reader = Files.newBufferedReader(file);
          MappingIterator<List<String>> lines =
              mapper.readerForListOf(String.class).readValues(reader)) {
        List<String> heading =
            lines.hasNextValue()
                ? lines.nextValue().stream()
                    .map(cell -> cell.replace("\uFEFF", "").strip())
                    .toList()
                : List.of();
        if (!heading.contains("account_id")) {
          mistakes.add(
              new Mistake(file, 1, "No column is called account_id: name that of the numbers so."));
        }
        for (int line = 2; lines.hasNextValue() && line < MOST_ROWS; line++) {
          place(new Row(heading, lines.nextValue()), file, line, accounts, units, mistakes);
        }
      }
    } catch (JsonProcessingException e) {
      mistakes.add(new Mistake(file, 1, "The file is no CSV: " + e.getOriginalMessage()));
    } catch (IOException e) {
      mistakes.add(new Mistake(file, 1, "The file cannot be read: " + e.getMessage()));
    }
    accounts.replaceAll((_, account) -> withUnits(account, units));
    return new Accounts(file, accounts);
  }

  /** A row's cells by their column's name. */
  private record Row(List<String> heading, List<String> cells) {
    String cell(String column) {
      int at = heading.indexOf(column);
      return at < 0 || at >= cells.size() ? "" : cells.get(at).strip();
    }
  }

  private static void place(
      Row row,
      Path file,
      int line,
      Map<String, Account> accounts,
      Map<String, Account> units,
      List<Mistake> mistakes) {
    String number = row.cell("account_id");
    String unit = row.cell("ou_path").replaceFirst("/$", "");
    Account account = new Account(row.cell("environment"), row.cell("owner"), unit);
    if (number.isEmpty()) {
      units.putIfAbsent(unit, account);
    } else if (number.matches("\\d{12}")) {
      accounts.putIfAbsent(number, account);
    } else {
      mistakes.add(
          new Mistake(
              file,
              line,
              "'"
                  + number
                  + "' has not twelve digits: a spreadsheet drops leading zeros, so keep the"
                  + " column as text."));
    }
  }

  /** The deepest unit that says something has the word. */
  private static Account withUnits(Account account, Map<String, Account> units) {
    Account all = account;
    String path = account.organizationalUnit;
    while (!path.isEmpty()) {
      all = all.or(units.getOrDefault(path, UNKNOWN));
      path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
    return all;
  }

  /** The file, or null where there is no table. */
  @Nullable Path file() {
    return file;
  }

  /** What is said of the account. */
  Account of(String number) {
    return accounts.getOrDefault(number, UNKNOWN);
  }

  /** Every value of the attribute that some account has; of units, those above too. */
  Set<String> values(Condition condition) {
    Function<Account, String> attribute =
        switch (condition) {
          case ENVIRONMENT -> Account::environment;
          case OWNER -> Account::owner;
          default -> Account::organizationalUnit;
        };
    Set<String> values = new TreeSet<>();
    for (Account account : accounts.values()) {
      String value = attribute.apply(account);
      values.add(value);
      for (int end = value.lastIndexOf('/');
          condition == Condition.ORGANIZATIONAL_UNIT && end > 0;
          end = value.lastIndexOf('/')) {
        value = value.substring(0, end);
        values.add(value);
      }
    }
    values.remove("");
    return values;
  }
}
