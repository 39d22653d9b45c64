package dev.sightline.content;

import dev.sightline.hec.HecEvent;
import dev.sightline.reduction.Reduced;
import java.io.IOException;
import java.util.List;

/** Takes the events of one object or message, in their order. */
public interface EventConsumer {

  /**
   * An event that comes with its object and with nothing else; its bytes are gone once this
   * returns.
   *
   * @param ordinal its place, from 0, those that cannot be carried included
   */
  void accept(HecEvent event, long ordinal) throws IOException, InterruptedException;

  /**
   * An event with an identity of its own, which may come by other ways too: it is to be sent once.
   */
  void acceptOnce(HecEvent event, long ordinal) throws IOException, InterruptedException;

  /**
   * The same event for several places: it is delivered once each of them has its copy.
   *
   * @param copies one or more, which may share their bytes; each has a destination and an index
   */
  default void accept(List<HecEvent> copies, long ordinal)
      throws IOException, InterruptedException {
    for (HecEvent copy : copies) {
      accept(copy, ordinal);
    }
  }

  /** The same for an event with an identity of its own. */
  default void acceptOnce(List<HecEvent> copies, long ordinal)
      throws IOException, InterruptedException {
    for (HecEvent copy : copies) {
      acceptOnce(copy, ordinal);
    }
  }

  /**
   * Rules have left something out: all of the record, then it is not handed out; or it comes next,
   * without some of its members or as one that stands for others.
   */
  default void reduced(long ordinal, Reduced what) {}

  /** A record that cannot be carried, and why in one sentence. */
  void uncarried(long ordinal, String reason) throws IOException, InterruptedException;

  /** Something that is there and means nothing, under its name, such as a control message. */
  void nothing(String name);

  /** The record that comes next has no readable eventTime: its time is what else it tells. */
  void untimed();

  /** An event was handed out, and there is something to say of it, in one sentence. */
  void doubtful(long ordinal, String reason);
}
