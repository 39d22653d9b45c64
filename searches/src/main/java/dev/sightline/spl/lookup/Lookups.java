package dev.sightline.spl.lookup;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** The lookups that searches read and write, by name; safe for several threads. */
public final class Lookups {
  private final Map<String, LookupTable> tables = new ConcurrentSkipListMap<>();

  public Lookups(Collection<LookupTable> tables) {
    tables.forEach(table -> this.tables.put(table.definition().name(), table));
  }

  public Optional<LookupTable> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  public Set<String> names() {
    return Set.copyOf(tables.keySet());
  }

  /** Puts other rows into a lookup, or adds a lookup. */
  public void replace(LookupDefinition definition, List<Map<String, String>> rows) {
    tables.put(definition.name(), new LookupTable(definition, rows));
  }
}
