package dev.sightline.inventory;

import java.io.IOException;

/** Takes rows one by one. */
@FunctionalInterface
public interface RowConsumer {
  void accept(Row row) throws IOException;
}
