package dev.sightline.spl.command;

import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
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
  }

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
      SourceText source, Lookups lookups, DoubleSupplier now, double earliest, double latest) {
    Compilation compilation = new Compilation(source, lookups, now, earliest, latest);
    return pipeline(compilation, CommandText.split(source, 0, source.length()), Start.SEARCH, 0);
  }

  /** Compiles what stands in the brackets of a subsearch. */
  static Pipeline subsearch(Compilation compilation, int from, int to) {
    return pipeline(
        compilation,
        CommandText.splitSubsearch(compilation.source(), from, to),
        Start.SUBSEARCH,
        from);
  }

  private static Pipeline pipeline(
      Compilation compilation, List<CommandText> texts, Start start, int offset) {
    List<Command> commands = commands(compilation, texts, start);
    return new Pipeline(
        commands, Demands.of(compilation.source(), texts, commands), compilation.place(offset));
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
            text.offset(),
            "Unknown command '"
                + text.name()
                + "'"
                + Nearest.hint(text.name(), COMMANDS.keySet())
                + "."
                + (start == Start.SUBSEARCH && commands.isEmpty()
                    ? " A subsearch begins with search, or with | and a command."
                    : ""));
      }
      boolean first = commands.isEmpty() && start != Start.SUBPIPELINE;
      Command command = parser.parse(new Arguments(source, text), compilation, first);
      boolean generates = command.input() != Command.Input.UPSTREAM;
      if (generates && !first) {
        throw source.error(text.offset(), "'" + text.name() + "' has to start a search.");
      }
      if (first && !generates && !text.name().equals("search")) {
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
}
