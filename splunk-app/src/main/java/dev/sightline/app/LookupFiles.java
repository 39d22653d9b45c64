package dev.sightline.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lookups: a definition for each, and below it a CSV file where rows ship, else a collection of
 * the KV store. What people fill is a collection, so that an upgrade leaves it alone.
 */
final class LookupFiles {
  private static final CsvMapper CSV = new CsvMapper();

  private LookupFiles() {}

  /** The files, by their path in the app. */
  static Map<String, byte[]> of(List<Lookup> lookups) {
    Map<String, byte[]> files = new TreeMap<>();
    Conf transforms =
        new Conf("Definitions of lookups. Each is described in the column list of docs.");
    Conf collections =
        new Conf("Collections of the KV store, kept by the exporter, by searches, and by you.");
    for (Lookup lookup : lookups) {
      define(lookup, transforms);
      if (lookup.rows().isEmpty()) {
        collect(lookup, collections);
      } else {
        files.put("lookups/" + lookup.name() + ".csv", csv(lookup));
      }
    }
    files.put("default/transforms.conf", transforms.bytes());
    files.put("default/collections.conf", collections.bytes());
    return files;
  }

  private static void define(Lookup lookup, Conf transforms) {
    String stanza = lookup.name();
    if (lookup.rows().isEmpty()) {
      transforms.set(stanza, "external_type", "kvstore");
      transforms.set(stanza, "collection", lookup.name());
      transforms.set(stanza, "fields_list", "_key, " + String.join(", ", lookup.columnNames()));
    } else {
      transforms.set(stanza, "filename", lookup.name() + ".csv");
    }
    transforms.set(stanza, "case_sensitive_match", lookup.caseSensitive() ? "true" : "false");
    transforms.set(stanza, "max_matches", String.valueOf(lookup.mostMatches()));
    String matches =
        String.join(
            ", ",
            lookup.columnNames().stream()
                .filter(column -> lookup.match(column) != Lookup.Match.EXACT)
                .map(column -> lookup.match(column) + "(" + column + ")")
                .toList());
    if (!matches.isEmpty()) {
      transforms.set(stanza, "match_type", matches);
    }
  }

  private static void collect(Lookup lookup, Conf collections) {
    String stanza = lookup.name();
    for (Column column : lookup.columns()) {
      collections.set(
          stanza, "field." + column.name(), column.type().name().toLowerCase(Locale.ROOT));
    }
    for (String column : lookup.key()) {
      collections.set(stanza, "accelerated_fields." + column, "{\"" + column + "\": 1}");
    }
  }

  private static byte[] csv(Lookup lookup) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\n");
    lookup.columnNames().forEach(schema::addColumn);
    try {
      return CSV.writer(schema.build())
          .writeValueAsString(lookup.rows())
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The rows of " + lookup.name() + " cannot be written.", e);
    }
  }
}
