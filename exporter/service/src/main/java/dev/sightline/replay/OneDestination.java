package dev.sightline.replay;

import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.reduction.Reduced;
import java.io.IOException;
import java.util.List;

/**
 * Leaves of the copies of an event the one for a destination, where there is one: the others have
 * theirs. Where the rules send it elsewhere by now, all of them are left.
 *
 * @param number the destination's; negative for whatever they are
 */
record OneDestination(EventConsumer consumer, int number) implements EventConsumer {

  @Override
  public void accept(HecEvent event, long ordinal) throws IOException, InterruptedException {
    consumer.accept(event, ordinal);
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) throws IOException, InterruptedException {
    consumer.acceptOnce(event, ordinal);
  }

  @Override
  public void accept(List<HecEvent> copies, long ordinal) throws IOException, InterruptedException {
    consumer.accept(left(copies), ordinal);
  }

  @Override
  public void acceptOnce(List<HecEvent> copies, long ordinal)
      throws IOException, InterruptedException {
    consumer.acceptOnce(left(copies), ordinal);
  }

  @Override
  public void uncarried(long ordinal, String reason) throws IOException, InterruptedException {
    consumer.uncarried(ordinal, reason);
  }

  @Override
  public void reduced(long ordinal, Reduced what) {
    consumer.reduced(ordinal, what);
  }

  @Override
  public void nothing(String name) {
    consumer.nothing(name);
  }

  @Override
  public void untimed() {
    consumer.untimed();
  }

  @Override
  public void doubtful(long ordinal, String reason) {
    consumer.doubtful(ordinal, reason);
  }

  private List<HecEvent> left(List<HecEvent> copies) {
    List<HecEvent> left = copies.stream().filter(copy -> copy.destination() == number).toList();
    return left.isEmpty() ? copies : left;
  }
}
