package dev.sightline.spl.command;

import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Demand;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.CommandText;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** Makes a pipeline of the text of a search. */
public final class PipelineCompiler {
  private static final Map<String, Parser> COMMANDS = new TreeMap<>();

  static {
    COMMANDS.put("search", SearchCommand::parse);
    COMMANDS.put("where", SubstitutedCommand.around(WhereCommand::parse));
    COMMANDS.put("eval", SubstitutedCommand.around(EvalCommand::parse));
    COMMANDS.put("table", TableCommand::parse);
    COMMANDS.put("fields", FieldsCommand::parse);
    COMMANDS.put("rename", RenameCommand::parse);
    COMMANDS.put("stats", StatsCommand::parse);
    COMMANDS.put("eventstats", EventstatsCommand::parse);
    COMMANDS.put("streamstats", StreamstatsCommand::parse);
    COMMANDS.put("timechart", TimechartCommand::parse);
    COMMANDS.put("chart", ChartCommand::parse);
    COMMANDS.put("top", TopCommand::parse);
    COMMANDS.put("rare", TopCommand::parse);
    COMMANDS.put("sort", SortCommand::parse);
    COMMANDS.put("head", HeadCommand::parse);
    COMMANDS.put("tail", TailCommand::parse);
    COMMANDS.put("reverse", ReverseCommand::parse);
    COMMANDS.put("dedup", DedupCommand::parse);
    COMMANDS.put("rex", RexCommand::parse);
    COMMANDS.put("regex", RegexCommand::parse);
    COMMANDS.put("spath", SpathCommand::parse);
    COMMANDS.put("mvexpand", MvexpandCommand::parse);
    COMMANDS.put("makemv", MakemvCommand::parse);
    COMMANDS.put("makeresults", MakeresultsCommand::parse);
    COMMANDS.put("inputlookup", InputlookupCommand::parse);
    COMMANDS.put("outputlookup", OutputlookupCommand::parse);
    COMMANDS.put("lookup", LookupCommand::parse);
    COMMANDS.put("iplocation", IplocationCommand::parse);
    COMMANDS.put("join", JoinCommand::parse);
    COMMANDS.put("append", AppendCommand::parse);
    COMMANDS.put("appendpipe", AppendpipeCommand::parse);
    COMMANDS.put("fillnull", FillnullCommand::parse);
    COMMANDS.put("bin", BinCommand::parse);
    COMMANDS.put("bucket", BinCommand::parse);
    COMMANDS.put("convert", ConvertCommand::parse);
    COMMANDS.put("addinfo", AddinfoCommand::parse);
    COMMANDS.put("tstats", TstatsCommand::parse);
    COMMANDS.put("format", FormatCommand::parse);
    COMMANDS.put("return", ReturnCommand::parse);
    COMMANDS.put("addtotals", AddtotalsCommand::parse);
    COMMANDS.put("addcoltotals", AddtotalsCommand::parse);
    COMMANDS.put("anomalydetection", AnomalydetectionCommand::parse);
    COMMANDS.put("appendcols", AppendcolsCommand::parse);
    COMMANDS.put("datamodel", FromCommand::parse);
    COMMANDS.put("from", FromCommand::parse);
    COMMANDS.put("foreach", ForeachCommand::parse);
    COMMANDS.put("map", MapCommand::parse);
    COMMANDS.put("multisearch", MultisearchCommand::parse);
    COMMANDS.put("union", MultisearchCommand::parse);
    COMMANDS.put("mvcombine", MvcombineCommand::parse);
    COMMANDS.put("transaction", TransactionCommand::parse);
    COMMANDS.put("untable", UntableCommand::parse);
    COMMANDS.put("xyseries", XyseriesCommand::parse);
  }

  /** Commands that may start a search without a word before them, and then look at all events. */
  private static final Set<String> OF_ALL_EVENTS = Set.of("regex", "rex");

  private PipelineCompiler() {}

  /** Reads the arguments of one command. */
  @FunctionalInterface
  interface Parser {
    /** Reads them; {@code first} says whether the command starts its pipeline. */
    Command parse(Arguments arguments, Compilation compilation, boolean first);
  }

  /** The names of all commands. */
  public static Set<String> commandNames() {
    return COMMANDS.keySet();
  }

  /**
   * Compiles a search whose macros are expanded.
   *
   * @param earliest and {@code latest}: seconds since 1970, NaN for no bound
   */
  public static Pipeline compile(
      SourceText source,
      Lookups lookups,
      DoubleSupplier now,
      double earliest,
      double latest,
      Knowledge knowledge) {
    return search(new Compilation(source, lookups, now, earliest, latest, knowledge));
  }

  /** The same, where nothing is known beside the events. */
  public static Pipeline compile(
      SourceText source, Lookups lookups, DoubleSupplier now, double earliest, double latest) {
    return compile(source, lookups, now, earliest, latest, Knowledge.NONE);
  }

  /** Compiles the whole text as a search. */
  static Pipeline search(Compilation compilation) {
    SourceText source = compilation.source();
    List<CommandText> texts = CommandText.split(source, 0, source.length());
    return pipeline(compilation, texts, Start.SEARCH, 0);
  }

  /** Compiles what stands in the brackets of a subsearch. */
  static Pipeline subsearch(Compilation compilation, int from, int to) {
    SourceText source = compilation.source();
    List<CommandText> texts = CommandText.splitSubsearch(source, from, to);
    return pipeline(compilation, texts, Start.SUBSEARCH, from);
  }

  private static Pipeline pipeline(
      Compilation compilation, List<CommandText> texts, Start start, int from) {
    List<Command> commands = commands(compilation, texts, start);
    List<String> written = new ArrayList<>();
    if (commands.size() > texts.size()) {
      written.add("*");
    }
    texts.forEach(text -> written.add(text.written(compilation.source())));
    List<Demand> demands =
        commands.size() > texts.size()
            ? List.of()
            : Demands.of(compilation.source(), texts, commands);
    return new Pipeline(commands, written, demands, compilation.place(from));
  }

  /** Compiles the commands in brackets that take the rows of the command around them. */
  static List<Command> subpipeline(Compilation compilation, int from, int to) {
    return commands(
        compilation, CommandText.splitSubsearch(compilation.source(), from, to), Start.SUBPIPELINE);
  }

  /** How a row of commands may begin. */
  private enum Start {
    /** With a search without its name, or a command that makes rows. */
    SEARCH,
    /** The same, but a search has its name. */
    SUBSEARCH,
    /** With any command that takes rows. */
    SUBPIPELINE
  }

  private static List<Command> commands(
      Compilation compilation, List<CommandText> texts, Start start) {
    SourceText source = compilation.source();
    List<Command> commands = new ArrayList<>();
    for (CommandText text : texts) {
      Parser parser = COMMANDS.get(text.name());
      if (parser == null) {
        throw source.error(
            text.offset(), unknown(text.name(), start == Start.SUBSEARCH && commands.isEmpty()));
      }
      boolean first = commands.isEmpty() && start != Start.SUBPIPELINE;
      Command command = parser.parse(new Arguments(source, text), compilation, first);
      boolean generates = command.input() != Command.Input.UPSTREAM;
      if (generates && !first) {
        throw source.error(text.offset(), "'" + text.name() + "' has to start a search.");
      }
      if (first && start == Start.SEARCH && OF_ALL_EVENTS.contains(text.name())) {
        commands.add(SearchCommand.ofAllEvents(compilation));
      } else if (first && !generates && !text.name().equals("search")) {
        throw source.error(
            text.offset(),
            "'"
                + text.name()
                + "' cannot start a search: write a search before it, or * for all events.");
      }
      commands.add(command);
    }
    return commands;
  }

  private static String unknown(String name, boolean startsSubsearch) {
    String reason = RefusedCommands.reason(name);
    if (reason != null) {
      return "'" + name + "' is a command of Splunk's that is not supported here: " + reason + ".";
    }
    return "Unknown command '"
        + name
        + "'"
        + Nearest.hint(name, COMMANDS.keySet())
        + "."
        + (startsSubsearch ? " A subsearch begins with search, or with | and a command." : "");
  }
}
