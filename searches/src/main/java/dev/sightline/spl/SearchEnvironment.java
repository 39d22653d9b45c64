package dev.sightline.spl;

import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Limits;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Macro;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * What a search finds around it.
 *
 * @param macros that it may call
 * @param lookups that it reads and writes
 * @param geo what iplocation asks
 * @param now seconds since 1970 that now() and relative times start from
 * @param earliest the first second of the range that is searched, NaN for no bound; shown by
 *     addinfo, filled by timechart, and not applied to events
 * @param latest the end of that range, NaN for no bound
 * @param order in which events are offered
 * @param knowledge what event types and tags stand for
 */
public record SearchEnvironment(
    List<Macro> macros,
    Lookups lookups,
    GeoDatabase geo,
    DoubleSupplier now,
    double earliest,
    double latest,
    Order order,
    Limits limits,
    Knowledge knowledge) {
  /** The order in which events are offered to a run. */
  public enum Order {
    /** As a search in Splunk returns them, newest first; taken as they come. */
    AS_OFFERED,
    /** In any order: a search whose outcome hangs on it holds its events back and sorts them. */
    ANY
  }

  public SearchEnvironment {
    macros = List.copyOf(macros);
  }

  /** An environment without macros and lookups, of events that are offered in order. */
  public static SearchEnvironment at(DoubleSupplier now) {
    return new SearchEnvironment(
        List.of(),
        new Lookups(List.of()),
        GeoDatabase.NONE,
        now,
        Double.NaN,
        Double.NaN,
        Order.AS_OFFERED,
        Limits.standard(),
        Knowledge.NONE);
  }

  public SearchEnvironment withMacros(Collection<Macro> added) {
    return new SearchEnvironment(
        List.copyOf(added), lookups, geo, now, earliest, latest, order, limits, knowledge);
  }

  public SearchEnvironment withLookups(Lookups added) {
    return new SearchEnvironment(
        macros, added, geo, now, earliest, latest, order, limits, knowledge);
  }

  public SearchEnvironment withGeo(GeoDatabase added) {
    return new SearchEnvironment(
        macros, lookups, added, now, earliest, latest, order, limits, knowledge);
  }

  public SearchEnvironment withOrder(Order other) {
    return new SearchEnvironment(
        macros, lookups, geo, now, earliest, latest, other, limits, knowledge);
  }

  public SearchEnvironment withRange(double from, double to) {
    return new SearchEnvironment(macros, lookups, geo, now, from, to, order, limits, knowledge);
  }

  public SearchEnvironment withLimits(Limits other) {
    return new SearchEnvironment(
        macros, lookups, geo, now, earliest, latest, order, other, knowledge);
  }

  public SearchEnvironment withKnowledge(Knowledge known) {
    return new SearchEnvironment(macros, lookups, geo, now, earliest, latest, order, limits, known);
  }
}
