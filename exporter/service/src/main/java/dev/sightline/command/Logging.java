package dev.sightline.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.sightline.configuration.Masking;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error: for a person where it is a terminal, one JSON object a line where it
 * is not.
 */
public final class Logging {
  private Logging() {}

  /** Chooses the form by what this process is connected to. */
  public static void start() {
    start(isTerminal());
  }

  /** Whether a person sits in front of this process. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25's own console is null again where there is none.
  public static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static void start(boolean person) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    MaskingEncoder encoder = new MaskingEncoder(encoder(context, person));
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    String level = System.getProperty("sightline.log", "INFO");
    context.getLogger("dev.sightline").setLevel(Level.toLevel(level, Level.INFO));
  }

  /** Whatever a line says, and whatever a trace below it says, without secrets. */
  private static final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> encoder;

    MaskingEncoder(Encoder<ILoggingEvent> encoder) {
      this.encoder = encoder;
    }

    @Override
    public byte[] headerBytes() {
      return encoder.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      return Masking.masked(new String(encoder.encode(event), StandardCharsets.UTF_8))
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return encoder.footerBytes();
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean person) {
    if (person) {
      PatternLayoutEncoder encoder = new PatternLayoutEncoder();
      encoder.setContext(context);
      encoder.setPattern("%d{HH:mm:ss} %-5level %msg%n%rEx{3}");
      encoder.start();
      return encoder;
    }
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMarkers(false);
    encoder.setWithArguments(false);
    encoder.setWithKVPList(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
