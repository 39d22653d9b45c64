package dev.sightline.spl.value;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A block of IPv4 or IPv6 addresses in CIDR notation. */
public final class AddressBlock {
  private final byte[] network;
  private final int bits;

  private AddressBlock(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** The block, or null where the text is none; an address alone is a block of one. */
  public static @Nullable AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    int bits = network.length * 8;
    if (slash >= 0) {
      double length = Numbers.parse(text.substring(slash + 1));
      if (!(length >= 0 && length <= bits && length == Math.rint(length))) {
        return null;
      }
      bits = (int) length;
    }
    return new AddressBlock(network, bits);
  }

  /** Whether the text is an address, or a block, that lies in this block. */
  public boolean contains(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address == null || address.length != network.length) {
      return false;
    }
    if (slash >= 0) {
      double length = Numbers.parse(text.substring(slash + 1));
      if (!(length >= bits)) {
        return false;
      }
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
      if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The 4 or 16 bytes of an address, or null; names are never resolved. */
  public static byte @Nullable [] bytes(String text) {
    return text.indexOf(':') >= 0 ? version6(text) : version4(text);
  }

  private static byte @Nullable [] version4(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else if (c == '.' && value >= 0 && part < 4) {
        bytes[part++] = (byte) value;
        value = -1;
      } else {
        return null;
      }
    }
    return part == 4 ? bytes : null;
  }

  private static byte @Nullable [] version6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = groups(gap < 0 ? "" : text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 16 : length > 14) {
      return null;
    }
    byte[] bytes = new byte[16];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] last = version4(parts[i]);
        if (last == null) {
          return null;
        }
        out.writeBytes(last);
        continue;
      }
      if (parts[i].isEmpty() || parts[i].length() > 4) {
        return null;
      }
      int group = 0;
      for (int j = 0; j < parts[i].length(); j++) {
        int digit = Character.digit(parts[i].charAt(j), 16);
        if (digit < 0) {
          return null;
        }
        group = group * 16 + digit;
      }
      out.write(group >> 8);
      out.write(group);
    }
    return out.size() <= 16 ? out.toByteArray() : null;
  }
}
