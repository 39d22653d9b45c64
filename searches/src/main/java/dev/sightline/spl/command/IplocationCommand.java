package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code iplocation}: adds where an address is; nothing for what is no address or not known. */
record IplocationCommand(String field, String prefix, boolean all) implements Command {
  private static final Set<String> OPTIONS = Set.of("prefix", "allfields", "lang");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String prefix = "";
    boolean all = false;
    String field = null;
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isEmpty()) {
        if (field != null) {
          arguments.expectEnd();
        }
        field = arguments.word("a field").text();
        continue;
      }
      switch (option.get().text()) {
        case "prefix" -> prefix = arguments.word("a prefix").text();
        case "allfields" -> all = arguments.truth();
        default -> arguments.word("a language");
      }
    }
    if (field == null) {
      throw arguments.error(arguments.offset(), "'iplocation' needs a field.");
    }
    return new IplocationCommand(field, prefix, all);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(
        next,
        row -> {
          Value address = row.get(field);
          if (address instanceof Scalar scalar) {
            scope.geo().locate(scalar.text()).ifPresent(location -> put(row, location));
          }
        });
  }

  private void put(Row row, GeoDatabase.Location location) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("City", location.city());
    parts.put("Country", location.country());
    parts.put("Region", location.region());
    parts.put("lat", location.latitude());
    parts.put("lon", location.longitude());
    if (all) {
      parts.putAll(location.more());
    }
    parts.forEach((name, text) -> {
      if (!text.isEmpty()) {
        row.put(prefix + name, Value.of(text));
      }
    });
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> added = new ArrayList<>();
    for (String name : List.of("City", "Country", "Region", "lat", "lon")) {
      added.add(prefix + name);
    }
    return all ? null : Stages.plus(before, added);
  }
}
