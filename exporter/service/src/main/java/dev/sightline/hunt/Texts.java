package dev.sightline.hunt;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a field of a record says. */
final class Texts {
  private Texts() {}

  /** The first of a field's texts; null where the record has no such field. */
  static @Nullable String first(Row row, String field) {
    Value value = row.get(field);
    return value == null ? null : value.parts().getFirst().text();
  }

  /** All of a field's texts, in their order; none where the record has no such field. */
  static List<String> all(Row row, String field) {
    Value value = row.get(field);
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }
}
