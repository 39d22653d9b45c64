package dev.sightline.flowlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What anybody may have put into the bucket, looked for by what it covers of the reader. */
class FlowLogCoverageFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void every_line_is_told_once_and_in_its_order(byte[] log)
      throws IOException, InterruptedException {
    Told told = new Told(log.length);
    try {
      long lines = new FlowLogReader().read(new ByteArrayInputStream(log), told);
      assertEquals(told.next, lines);
    } catch (NotFlowLogException e) {
      assertEquals(0, told.next, "nothing of what is no flow log is handed out");
    }
  }

  private static final class Told implements FlowLogConsumer {
    private final int most;
    private long next;

    Told(int most) {
      this.most = most;
    }

    @Override
    public void format(FlowLogFormat format) {
      assertEquals(0, next);
    }

    @Override
    public void accept(FlowLogLine line) {
      assertEquals(next++, line.ordinal());
      assertTrue(line.length() > 0 && line.length() <= most);
      assertTrue(line.offset() >= 0 && line.offset() + line.length() <= line.buffer().length);
      assertTrue(line.startMillis() >= -1);
    }

    @Override
    public void unreadable(long ordinal, String reason) {
      assertEquals(next++, ordinal);
      assertFalse(reason.isBlank());
    }
  }
}
