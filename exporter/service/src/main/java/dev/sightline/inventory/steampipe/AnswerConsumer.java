package dev.sightline.inventory.steampipe;

import java.io.IOException;
import java.util.Map;

/** Takes the rows of an answer; what was taken counts only when the whole answer has come. */
@FunctionalInterface
public interface AnswerConsumer {

  /** One row: text by the name of its column; null becomes an empty text. */
  void accept(Map<String, String> row) throws IOException;
}
