package dev.sightline.cloudtrail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The members of a record by which somebody may decide what becomes of it, as places of bytes: no
 * text is made of them. Valid as long as the record. Where a member is repeated the last one
 * counts; one that is no string, true or false counts as absent.
 */
public final class RecordMembers {
  private static final Name[] NAMES = Name.values();
  private static final byte[] NOTHING = {};

  private final byte[][] buffers = new byte[NAMES.length][];
  private final int[] starts = new int[NAMES.length];
  private final int[] ends = new int[NAMES.length];

  /** The bytes of userIdentity, which is looked into only where somebody asks; null without it. */
  private byte @Nullable [] identity;

  private int identityStart;
  private int identityEnd;

  /** A member that can be asked for. */
  public enum Name {
    /** The service that was called. */
    EVENT_SOURCE(0, "eventSource"),
    /** The call. */
    EVENT_NAME(1, "eventName"),
    /** Whether it only read: true or false. */
    READ_ONLY(2, "readOnly"),
    /** Why it failed; absent where it did not. */
    ERROR_CODE(3, "errorCode"),
    /** Management, Data, NetworkActivity and so on. */
    EVENT_CATEGORY(4, "eventCategory"),
    /** Who called: Root, IAMUser, AssumedRole and so on. */
    USER_IDENTITY_TYPE(5, "userIdentity.type"),
    /** The service of AWS that called on somebody's behalf. */
    INVOKED_BY(6, "userIdentity.invokedBy");

    private final int place;
    private final String path;

    Name(int place, String path) {
      this.place = place;
      this.path = path;
    }

    /** Its name as CloudTrail writes it, with that of the object that it lies in. */
    public String path() {
      return path;
    }
  }

  RecordMembers() {
    clear();
  }

  /** Forgets the record before. */
  void clear() {
    for (Name name : NAMES) {
      forget(name);
    }
    identity = null;
  }

  /** The member is there; its value, if it counts, is told next. */
  void forget(Name name) {
    ends[name.place] = 0;
    starts[name.place] = 0;
    buffers[name.place] = NOTHING;
  }

  /** Takes the value's text: bytes of UTF-8 without escapes in them. */
  void note(Name name, byte[] buffer, int from, int to) {
    buffers[name.place] = buffer;
    starts[name.place] = from;
    ends[name.place] = to;
  }

  /** The userIdentity is there; its bytes, if it is an object, are told next. */
  void forgetIdentity() {
    identity = null;
  }

  /** Takes the bytes of userIdentity with its braces. */
  void noteIdentity(byte[] buffer, int from, int to) {
    identity = buffer;
    identityStart = from;
    identityEnd = to;
  }

  /** What holds the text of the member, from {@link #start} to {@link #end}. */
  public byte[] buffer(Name name) {
    look(name);
    return buffers[name.place];
  }

  public int start(Name name) {
    look(name);
    return starts[name.place];
  }

  /** The end, exclusive: the same as the start where the member is absent or an empty text. */
  public int end(Name name) {
    look(name);
    return ends[name.place];
  }

  /** The member's text; empty where it is absent. */
  public String text(Name name) {
    byte[] buffer = buffer(name);
    return new String(buffer, start(name), end(name) - start(name), StandardCharsets.UTF_8);
  }

  private void look(Name name) {
    byte[] object = identity;
    if (object == null || name.place < Name.USER_IDENTITY_TYPE.place) {
      return;
    }
    identity = null;
    if (!new IdentityMembers(this, object, identityStart, identityEnd).read()) {
      readExactly(object);
    }
  }

  private void readExactly(byte[] object) {
    forget(Name.USER_IDENTITY_TYPE);
    forget(Name.INVOKED_BY);
    try {
      ExactReader.identity(object, identityStart, identityEnd, this);
    } catch (IOException e) {
      // The scanner passes over what is wrong within a value: then it tells nothing.
      forget(Name.USER_IDENTITY_TYPE);
      forget(Name.INVOKED_BY);
    }
  }

  /** The member of userIdentity with that name, given as bytes without escapes; null for others. */
  static @Nullable Name ofIdentity(byte[] buffer, int from, int to) {
    return switch (to - from) {
      case 4 -> is("type", buffer, from) ? Name.USER_IDENTITY_TYPE : null;
      case 9 -> is("invokedBy", buffer, from) ? Name.INVOKED_BY : null;
      default -> null;
    };
  }

  private static boolean is(String name, byte[] buffer, int from) {
    for (int i = 0; i < name.length(); i++) {
      if (buffer[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
