package dev.sightline.replay;

import dev.sightline.content.ContentReader;
import dev.sightline.content.Contents;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.hec.HecEvent;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import dev.sightline.pipeline.EventLedger;
import dev.sightline.pipeline.EventSender;
import dev.sightline.pipeline.ObjectDelivery;
import dev.sightline.pipeline.Outlets;
import dev.sightline.pipeline.Wanted;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Sends files, and waits for the fate of every record. Used by one thread. */
public final class Replay {
  /** Told after each file. */
  @FunctionalInterface
  public interface Progress {
    void at(int files, long records);
  }

  private static final int LEDGER = 100_000;

  private final ContentReader reader;
  private final Outlets outlets;
  private final Measures measures;
  private final Limits limits;
  private final EventLedger ledger = new EventLedger(LEDGER);
  private final List<Underway> underway = new ArrayList<>();
  private final List<ReplayResult.Problem> problems = new ArrayList<>();
  private final List<ReplayResult.Problem> notes = new ArrayList<>();
  private int files;
  private int skipped;

  private record Underway(String place, ObjectDelivery delivery) {}

  public Replay(ContentReader reader, Outlets outlets, Measures measures, Limits limits) {
    this.reader = reader;
    this.outlets = outlets;
    this.measures = measures;
    this.limits = limits;
  }

  /** Sends what the files hold and returns when the fate of every record is known. */
  public ReplayResult files(List<LogSource> sources, int alreadySkipped, Progress progress)
      throws InterruptedException {
    skipped = alreadySkipped;
    for (LogSource source : sources) {
      file(source);
      progress.at(files, measures.records().entered());
    }
    return settled();
  }

  /**
   * Sends some records of one object in S3, under the ids that they had.
   *
   * @param wanted which of its records, by ordinal
   * @param destination the name of the only one to send to, of those that a record goes to now;
   *     where it does not go there any more, or with null, it is sent to all of them
   */
  public ReplayResult object(
      ObjectStore store, ObjectRef object, LongPredicate wanted, @Nullable String destination)
      throws InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    underway.add(new Underway(object.location(), delivery));
    try (OpenObject opened = store.open(object.withoutETag())) {
      ObjectIdentity identity =
          ObjectIdentity.of(object.bucket(), object.key(), opened.versionOrETag());
      reader.object(
          opened,
          object,
          identity,
          reader.rules(),
          new OneDestination(sender(delivery, new Chosen(wanted)), outlets.number(destination)));
      files++;
    } catch (IOException e) {
      problems.add(new ReplayResult.Problem(object.location(), said(e)));
    }
    return settled();
  }

  private void file(LogSource source) throws InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    try (OpenObject opened = source.open(limits)) {
      underway.add(new Underway(source.name(), delivery));
      ObjectIdentity identity = source.identity(opened);
      EventSender sender = sender(delivery, Wanted.ALL);
      Contents contents =
          reader.file(opened, source.name(), identity, source.routes(reader.rules()), sender);
      sender
          .doubts()
          .forEach((ordinal, reason) ->
              problems.add(new ReplayResult.Problem(source.name() + " record " + ordinal, reason)));
      switch (contents) {
        case Contents.Records _ -> files++;
        case Contents.Digest _ -> skipped++;
        case Contents.Other other -> {
          skipped++;
          notes.add(
              new ReplayResult.Problem(source.name(), "is " + other.words() + ": not carried"));
        }
      }
    } catch (IOException e) {
      problems.add(new ReplayResult.Problem(source.name(), said(e)));
    }
  }

  private ReplayResult settled() throws InterruptedException {
    outlets.flush();
    for (Underway part : underway) {
      part.delivery().await(Long.MAX_VALUE);
      String unresolved = part.delivery().unresolvedReason();
      if (unresolved != null) {
        problems.add(new ReplayResult.Problem(part.place(), "not confirmed: " + unresolved));
      }
      for (ObjectDelivery.Refused refused : part.delivery().refused()) {
        problems.add(
            new ReplayResult.Problem(
                part.place() + " record " + refused.ordinal(), refused.reason()));
      }
    }
    underway.clear();
    return new ReplayResult(
        files,
        skipped,
        measures.records().entered(),
        measures.records().left(Measures.RecordEnd.DELIVERED),
        problems,
        notes);
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private EventSender sender(ObjectDelivery delivery, Wanted wanted) {
    return new EventSender(outlets, delivery, ledger, measures, wanted);
  }

  private record Chosen(LongPredicate ordinals) implements Wanted {
    @Override
    public boolean record(long ordinal) {
      return ordinals.test(ordinal);
    }

    @Override
    public boolean event(long ordinal, HecEvent event) {
      return true;
    }
  }
}
