package dev.sightline.notification;

import dev.sightline.object.ObjectRef;

/** One thing that a message announces; a message may announce several. */
public sealed interface Announcement {

  /** An object was created. */
  record Created(ObjectRef object) implements Announcement {}

  /**
   * The message itself carries what is to be carried: an event of EventBridge, a finding without
   * its envelope, or a notification of Config.
   *
   * @param text the event, a JSON object, without SNS's envelope
   */
  record Event(String text) implements Announcement {}

  /**
   * Understood, and nothing to carry: a removal, a test event, a restore.
   *
   * @param kind a short name to count by, such as {@code removed}
   */
  record Nothing(String kind) implements Announcement {}

  /**
   * Not understood: it must be kept for a person.
   *
   * @param reason one sentence: what was expected and what was found
   */
  record Unknown(String reason) implements Announcement {}
}
