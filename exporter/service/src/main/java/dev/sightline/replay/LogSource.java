package dev.sightline.replay;

import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import dev.sightline.route.ObjectRules;
import dev.sightline.route.Rules;
import java.nio.file.Path;

/** Something that can be opened and read, as often as anybody likes. */
public sealed interface LogSource {
  /** What a person calls it. */
  String name();

  /** Opens it; whoever asked closes it. */
  OpenObject open(Limits limits) throws ObjectException;

  /** What its records are known by: what the service calls an object, a file is its content. */
  default ObjectIdentity identity(OpenObject opened) {
    return ObjectIdentity.ofContent(opened.versionOrETag());
  }

  /** The rules for what it holds: those for its key, a file's is its path. */
  default ObjectRules routes(Rules rules) {
    return rules.object("", name());
  }

  /** A file. */
  record File(Path path) implements LogSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public OpenObject open(Limits limits) throws ObjectException {
      return ObjectStore.openFile(path, limits);
    }
  }

  /** What came by standard input, and was put into a file. */
  record Input(Path path) implements LogSource {
    @Override
    public String name() {
      return "standard input";
    }

    @Override
    public OpenObject open(Limits limits) throws ObjectException {
      return ObjectStore.openFile(path, limits);
    }
  }

  /** An object of S3. */
  record Stored(ObjectRef object, ObjectStore store) implements LogSource {
    @Override
    public String name() {
      return object.location();
    }

    @Override
    public OpenObject open(Limits limits) throws ObjectException {
      return store.open(object);
    }

    @Override
    public ObjectIdentity identity(OpenObject opened) {
      return ObjectIdentity.of(object.bucket(), object.key(), opened.versionOrETag());
    }

    @Override
    public ObjectRules routes(Rules rules) {
      return rules.object(object.bucket(), object.key());
    }
  }
}
