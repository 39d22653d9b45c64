package dev.sightline.lookups;

import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the folder of one lookup. */
final class LookupReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([mhd])");

  private final Path folder;
  private final Path file;
  private final String name;
  private final List<Mistake> mistakes;

  LookupReader(Path folder, List<Mistake> mistakes) {
    this.folder = folder;
    this.file = folder.resolve("table.yml");
    // In an archive the name of a folder ends in a slash.
    this.name = String.valueOf(folder.getFileName()).replace("/", "");
    this.mistakes = mistakes;
  }

  Optional<Lookup> read() {
    if (!NAME.matcher(name).matches()) {
      mistakes.add(
          new Mistake(
              folder, 1, "'" + name + "' names no lookup: use lower-case letters, digits and _."));
    }
    return YamlSection.open(file, mistakes).map(this::lookup);
  }

  private Lookup lookup(YamlSection yaml) {
    String description = yaml.text("description", "what a row says");
    Lookup.Kind kind = yaml.choice("kind", Lookup.Kind.class);
    List<Column> columns = columns(yaml);
    List<String> key = yaml.texts("key", "account_id");
    List<String> names = columns.stream().map(Column::name).toList();
    key.forEach(column -> known(yaml, "key", column, names));
    Map<String, Lookup.Match> matches = matches(yaml, names);
    boolean caseSensitive = !yaml.has("case") || yaml.choice("case", Case.class) == Case.SENSITIVE;
    int mostMatches = yaml.has("matches") ? yaml.number("matches", 1, 1_000) : 1;
    Optional<Lookup.Refresh> refresh = refresh(yaml, kind, names);
    yaml.close();
    if (refresh.isPresent()) {
      for (Column column : Lookup.BOOKKEEPING) {
        if (names.contains(column.name())) {
          yaml.mistake(
              "columns",
              "'" + column.name() + "' is added to every inventory lookup: take it away here.");
        }
        columns.add(column);
      }
    }
    List<Map<String, String>> rows =
        kind == Lookup.Kind.STATIC
            ? new RowReader(folder.resolve("rows.csv"), mistakes).read(names, key)
            : List.of();
    return new Lookup(
        name,
        description,
        kind,
        columns,
        key,
        matches,
        caseSensitive,
        mostMatches,
        refresh,
        rows,
        folder);
  }

  /** Whether a value matches only in its own case. */
  private enum Case {
    SENSITIVE,
    INSENSITIVE
  }

  private static List<Column> columns(YamlSection yaml) {
    List<Column> columns = new ArrayList<>();
    Optional<YamlSection> section = yaml.section("columns");
    if (section.isEmpty() || section.get().names().isEmpty()) {
      yaml.mistake(
          "columns",
          "'columns' is missing: write 'columns:', and under it a line such as"
              + " 'account_id: {type: string, meaning: Twelve digits.}' for each.");
      return columns;
    }
    for (String name : section.get().names()) {
      if (!NAME.matcher(name).matches()) {
        section
            .get()
            .mistake(name, "'" + name + "' names no column: use lower-case letters, digits and _.");
      }
      section
          .get()
          .section(name)
          .ifPresent(column -> {
            columns.add(
                new Column(
                    name,
                    column.choice("type", Column.Type.class),
                    column.text("meaning", "what a cell says")));
            column.close();
          });
    }
    return columns;
  }

  private static void known(YamlSection yaml, String key, String column, List<String> names) {
    if (!names.contains(column)) {
      yaml.mistake(
          key, "'" + column + "' is not among the columns" + Nearest.hint(column, names) + ".");
    }
  }

  private static Map<String, Lookup.Match> matches(YamlSection yaml, List<String> names) {
    Map<String, Lookup.Match> matches = new HashMap<>();
    yaml.section("match")
        .ifPresent(section -> {
          for (String column : section.names()) {
            known(section, column, column, names);
            matches.put(column, section.choice(column, Lookup.Match.class));
          }
        });
    return matches;
  }

  private Optional<Lookup.Refresh> refresh(YamlSection yaml, Lookup.Kind kind, List<String> names) {
    List<Query> queries = queries(names);
    return switch (kind) {
      case INVENTORY -> {
        Duration every = span(yaml, "every", "6h");
        Duration keep = span(yaml, "keep", "400d");
        if (queries.isEmpty()) {
          mistakes.add(
              new Mistake(
                  folder,
                  1,
                  "An inventory lookup needs a query: add a file such as aws_ec2_instance.sql,"
                      + " named after the Steampipe table that it reads."));
        }
        yield Optional.of(new Lookup.Refresh(every, keep, queries));
      }
      case STATIC, STATE -> {
        if (!queries.isEmpty()) {
          yaml.mistake(
              "kind",
              "Only an inventory lookup is asked of Steampipe: write 'kind: inventory', or take"
                  + " the .sql files away.");
        }
        yield Optional.empty();
      }
    };
  }

  private static Duration span(YamlSection yaml, String key, String example) {
    String text = yaml.text(key, example);
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      if (!text.isEmpty()) {
        yaml.mistake(key, "'" + key + "' is a length of time such as " + example + ".");
      }
      return Duration.ofHours(6);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private List<Query> queries(List<String> names) {
    List<Query> queries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path sql : files.filter(path -> path.toString().endsWith(".sql")).sorted().toList()) {
        String table = String.valueOf(sql.getFileName()).replace(".sql", "");
        Query query = new Query(table, Files.readString(sql).strip());
        QueryLint.check(query, sql, names, mistakes);
        queries.add(query);
      }
    } catch (IOException e) {
      mistakes.add(new Mistake(folder, 1, "The folder cannot be read: " + e.getMessage()));
    }
    queries.sort((left, right) ->
        left.table().toLowerCase(Locale.ROOT).compareTo(right.table().toLowerCase(Locale.ROOT)));
    return queries;
  }
}
