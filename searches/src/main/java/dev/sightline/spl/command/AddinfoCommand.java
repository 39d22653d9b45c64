package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code addinfo}: adds the bounds and the time of the search to each row. */
record AddinfoCommand(double earliest, double latest, boolean endsNow) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    arguments.expectEnd();
    return new AddinfoCommand(
        compilation.earliest(), compilation.latest(), compilation.knowledge().endsNow());
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(
        next,
        row -> {
          row.put("info_min_time", new Decimal(Double.isNaN(earliest) ? 0 : earliest, 0, 3));
          double end = endsNow && Double.isNaN(latest) ? scope.now() : latest;
          row.put(
              "info_max_time", Double.isNaN(end) ? Value.of("+Infinity") : new Decimal(end, 0, 3));
          row.put("info_search_time", new Decimal(scope.now(), 0, 3));
          row.put("info_sid", Value.of("offline"));
        });
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return Stages.plus(
        before, List.of("info_min_time", "info_max_time", "info_search_time", "info_sid"));
  }
}
