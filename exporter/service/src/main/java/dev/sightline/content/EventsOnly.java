package dev.sightline.content;

import dev.sightline.hec.HecEvent;
import java.io.IOException;
import java.util.List;

/**
 * Hands on events and nothing else: whoever asks for some of them has been told the rest before.
 */
record EventsOnly(EventConsumer consumer) implements EventConsumer {
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
    consumer.accept(copies, ordinal);
  }

  @Override
  public void acceptOnce(List<HecEvent> copies, long ordinal)
      throws IOException, InterruptedException {
    consumer.acceptOnce(copies, ordinal);
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
