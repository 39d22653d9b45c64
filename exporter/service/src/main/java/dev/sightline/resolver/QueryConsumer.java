package dev.sightline.resolver;

import java.io.IOException;

/** Takes the queries of one log, in their order. */
public interface QueryConsumer {
  /** A query; its bytes are gone once this returns. */
  void accept(ResolverQuery query) throws IOException, InterruptedException;

  /** A line that cannot be carried, and why in one sentence. */
  void unreadable(long ordinal, String reason) throws IOException, InterruptedException;
}
