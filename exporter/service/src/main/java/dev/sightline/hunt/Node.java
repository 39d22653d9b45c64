package dev.sightline.hunt;

import java.util.Comparator;

/** Something that events have in common. */
public record Node(Type type, String value) implements Comparable<Node> {
  /** What it is. */
  public enum Type {
    /** Who calls, or is created or changed: a user's or a role's ARN, or a service. */
    ARN,
    /** Where a call comes from. */
    IP,
    /** A long-lived access key; or one of a session, where the walk starts at it. */
    KEY,
    /** What is made or changed. */
    RESOURCE
  }

  private static final Comparator<Node> ORDER =
      Comparator.comparing(Node::type).thenComparing(Node::value);

  @Override
  public int compareTo(Node other) {
    return ORDER.compare(this, other);
  }

  /** Services act for everybody: what they have in common with others says nothing. */
  boolean isService() {
    return switch (type) {
      case ARN -> value.endsWith(".amazonaws.com") || value.contains(":role/aws-service-role/");
      case IP -> (value.indexOf('.') < 0 && value.indexOf(':') < 0) || value.endsWith(".com");
      case KEY, RESOURCE -> false;
    };
  }
}
