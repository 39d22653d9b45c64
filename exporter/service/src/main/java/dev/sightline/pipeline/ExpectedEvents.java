package dev.sightline.pipeline;

import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.redelivery.Expected;

/** Notes what would be sent, and sends nothing. */
final class ExpectedEvents implements EventConsumer {
  private final Expected expected;

  ExpectedEvents(Expected expected) {
    this.expected = expected;
  }

  @Override
  public void accept(HecEvent event, long ordinal) {
    expected.add(ordinal, event.sightlineId(), event.timeMillis());
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) {
    accept(event, ordinal);
  }

  @Override
  public void uncarried(long ordinal, String reason) {}

  @Override
  public void nothing(String name) {}

  @Override
  public void untimed() {}

  @Override
  public void doubtful(long ordinal, String reason) {}
}
