package dev.sightline.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Waits until something below a folder changes. */
final class FolderWatch implements Closeable {
  /** Milliseconds in which an editor finishes writing what it began to write. */
  private static final long SETTLING = 200;

  private final Path folder;
  private final WatchService service;
  private final Set<Path> ignored;

  private FolderWatch(Path folder, WatchService service, Set<Path> ignored) {
    this.folder = folder;
    this.service = service;
    this.ignored = ignored;
  }

  /** {@code ignored}: names of files that are written by whoever waits. */
  static FolderWatch of(Path folder, Set<Path> ignored) throws IOException {
    FolderWatch watch =
        new FolderWatch(folder, folder.getFileSystem().newWatchService(), Set.copyOf(ignored));
    watch.register();
    return watch;
  }

  private void register() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.walk(folder)) {
      folders = all.filter(Files::isDirectory).toList();
    }
    for (Path one : folders) {
      one.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
    }
  }

  /** Waits for a change, and for the changes right after it; false where the folder is gone. */
  boolean await() throws IOException, InterruptedException {
    boolean changed = false;
    while (!changed) {
      WatchKey key = service.take();
      while (key != null) {
        changed |= key.pollEvents().stream().anyMatch(event -> !isIgnored(event.context()));
        key.reset();
        key = service.poll(SETTLING, TimeUnit.MILLISECONDS);
      }
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    register();
    return true;
  }

  private boolean isIgnored(@Nullable Object context) {
    return context instanceof Path path && ignored.contains(path.getFileName());
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
