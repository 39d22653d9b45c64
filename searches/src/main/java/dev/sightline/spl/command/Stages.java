package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The shapes that most stages have. */
final class Stages {
  private Stages() {}

  /** Changes each row. */
  static Stage each(Stage next, Consumer<Row> change) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        change.accept(row);
        next.accept(row);
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  /** Lets rows through, or not. */
  static Stage filter(Stage next, Predicate<Row> test) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        if (test.test(row)) {
          next.accept(row);
        }
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  /** Makes any number of rows of each. */
  static Stage expand(Stage next, Consumer<Row> work) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        work.accept(row);
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  /** Holds all rows, and passes on what is made of them. */
  static Stage held(RunScope scope, Place place, Stage next, Consumer<List<Row>> emit) {
    List<Row> rows = new ArrayList<>();
    return new Stage() {
      private long held;

      @Override
      public void accept(Row row) {
        long weight = row.weight();
        scope.hold(weight, place);
        held += weight;
        rows.add(row);
      }

      @Override
      public void finish() {
        // They are held by whoever takes them now.
        scope.release(held);
        emit.accept(rows);
        rows.clear();
        next.finish();
      }
    };
  }

  /** Passes on rows of its own once, at the end. */
  static Stage source(Stage next, Runnable emit) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        next.accept(row);
      }

      @Override
      public void finish() {
        emit.run();
        next.finish();
      }
    };
  }

  /** The columns with others added; null where they are not known. */
  static @Nullable List<String> plus(@Nullable List<String> before, List<String> added) {
    if (before == null) {
      return null;
    }
    Set<String> columns = new LinkedHashSet<>(before);
    columns.addAll(added);
    return List.copyOf(columns);
  }
}
