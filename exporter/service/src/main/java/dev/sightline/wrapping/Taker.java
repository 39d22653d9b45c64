package dev.sightline.wrapping;

import java.io.IOException;

/** Takes what was wrapped, one after the other. */
public interface Taker {
  /**
   * Something that may be known by itself.
   *
   * @param timeMillis when it happened, as its wrapping tells; -1 where that tells nothing
   * @return whether it is known, and was taken
   */
  boolean take(byte[] buffer, int offset, int length, long timeMillis)
      throws IOException, InterruptedException;

  /**
   * What is taken next is of a group of CloudWatch Logs.
   *
   * @param account whose group it is; empty where nothing tells
   */
  default void of(String logGroup, String account) {}

  /** A record that was made of columns: some of its members, in JSON that says so. */
  void partial(byte[] json) throws IOException, InterruptedException;

  /** Something that is there and means nothing, under its name. */
  void nothing(String name);

  /** A JSON object that nobody knows, and that wraps nothing that is known. */
  void unknown(byte[] buffer, int offset, int length) throws IOException, InterruptedException;

  /** Something that is no JSON object and cannot be taken, and why in one sentence. */
  void unreadable(String reason) throws IOException, InterruptedException;
}
