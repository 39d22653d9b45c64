package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.inventory.Outcome;
import dev.sightline.inventory.Refresh;
import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.steampipe.SteampipeException;
import dev.sightline.inventory.store.CsvFolder;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.splunk.SplunkConfiguration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline inventory}: the lookups that say whose an account, address or key is. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    description = "Keeps the lookups that say whose an address or a key is.",
    subcommands = CommandLine.HelpCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  export SIGHTLINE_STEAMPIPE_URL=postgres://steampipe@steampipe.example.com:9193/steampipe",
      "  export SIGHTLINE_STEAMPIPE_PASSWORD_FILE=/run/secrets/steampipe",
      "  export SIGHTLINE_SPLUNK_URL=https://splunk.example.com:8089",
      "  export SIGHTLINE_SPLUNK_TOKEN_FILE=/run/secrets/splunk-token",
      "  sightline inventory refresh --dry-run     what would change?",
      "  sightline inventory refresh               change it",
      "  sightline inventory refresh --to ./lookups  as CSV files, without a Splunk"
    })
final class InventoryCommand implements Runnable {

  /** Set by picocli before a command runs. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "refresh",
      mixinStandardHelpOptions = true,
      description = {
        "Reads the inventory and writes the lookups.",
        "Everything is read and judged before anything is written. What did not answer, or answered"
            + " with less than is believable, keeps its last rows, marked stale; nothing is ever"
            + " emptied."
      },
      footerHeading = "%nExit codes:%n",
      footer = {
        "  0  every lookup is current",
        "  1  nothing was written",
        "  2  the arguments or the settings are wrong",
        "  3  written, and something is missing: the table tells what",
        "     (0 with --accept-gaps, as a scheduler wants it that takes all but 0 for a failure)"
      })
  int refresh(
      @Option(names = "--dry-run", description = "Tell what would change, and write nothing.")
          boolean dryRun,
      @Option(
              names = "--table",
              paramLabel = "LOOKUP",
              description = "Only this lookup, such as aws_accounts; may be given several times.")
          @Nullable List<String> tables,
      @Option(
              names = "--allow-shrink",
              description = "Believe answers that are empty or much smaller than before.")
          boolean allowShrink,
      @Option(
              names = "--accept-gaps",
              description = "Exit with 0 where something is missing: the health lookup tells it.")
          boolean acceptGaps,
      @Option(
              names = "--to",
              paramLabel = "DIR",
              description = "Write CSV files into this folder, and nothing into Splunk.")
          @Nullable Path to,
      @Option(names = "--json", description = "End with one JSON object on one line.") boolean json)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Lookup> lookups = LookupFolder.shipped();
    Set<String> wanted = tables == null ? Set.of() : Set.copyOf(tables);
    checkNames(wanted, Refresh.names(lookups));
    try (ApplicationContext context = ApplicationContext.builder().banner(false).start()) {
      Settings settings = Configurations.settings(context.getEnvironment());
      InventoryConfiguration inventory = InventoryConfiguration.read(settings, lookups);
      Optional<SplunkConfiguration> splunk = SplunkConfiguration.read(settings);
      if (!inventory.hasSource()) {
        settings.problem(
            "sightline.steampipe.url",
            "is missing: give the address of Steampipe, such as"
                + " postgres://steampipe@steampipe.example.com:9193/steampipe, or a CSV file of"
                + " accounts by SIGHTLINE_INVENTORY_OVERRIDES.");
      }
      Optional<HecConfiguration> hec = Optional.empty();
      if (to == null) {
        Inventories.checkDestination(settings, inventory, splunk);
        if (inventory.writer() == InventoryConfiguration.Writer.EVENTS) {
          hec = Optional.of(HecConfiguration.read(settings));
        }
      }
      settings.check();
      Refresh.Wanted request = new Refresh.Wanted(wanted, dryRun, allowShrink);
      try (Inventories.OpenStore store =
          to == null
              ? Inventories.store(inventory, splunk, hec)
              : new Inventories.OpenStore(new CsvFolder(to), () -> {})) {
        Outcome outcome = run(lookups, inventory, store, request, to == null);
        InventoryReport report =
            new InventoryReport(
                outcome, request, store.store().place(), (System.nanoTime() - start) / 1e9);
        report.lines().forEach(System.out::println);
        if (json) {
          System.out.println(report.json());
        }
        return acceptGaps ? report.exitCodeWithGapsAccepted() : report.exitCode();
      }
    }
  }

  private static Outcome run(
      List<Lookup> lookups,
      InventoryConfiguration inventory,
      Inventories.OpenStore store,
      Refresh.Wanted request,
      boolean locked)
      throws IOException, InterruptedException {
    Terminal terminal = Terminal.standardError();
    Optional<Steampipe> steampipe = inventory.steampipe().map(Steampipe::new);
    try {
      Refresh refresh =
          new Refresh(
              lookups,
              inventory,
              steampipe,
              store.store(),
              InstantSource.system(),
              (lookup, done, all) ->
                  terminal.progress(done, all, lookup + ": " + done + " of " + all + " accounts"));
      if (steampipe.isEmpty() || !locked || request.dryRun()) {
        return refresh.run(request);
      }
      Optional<Steampipe.Lease> lease;
      try {
        lease = steampipe.get().lock(Refresh.LOCK);
      } catch (SteampipeException e) {
        // The refresh itself says so for each lookup, and leaves word in the health lookup.
        return refresh.run(request);
      }
      if (lease.isEmpty()) {
        throw new IOException(
            "Another refresh is at work on this Steampipe: wait until it has ended, or look with"
                + " --dry-run.");
      }
      try (Steampipe.Lease _ = lease.get()) {
        return refresh.run(request);
      }
    } finally {
      terminal.progressEnds();
      steampipe.ifPresent(Steampipe::close);
    }
  }

  private static void checkNames(Set<String> wanted, Set<String> known) {
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            List.of(
                new Problem(
                    "--table",
                    "'"
                        + name
                        + "' is no lookup of the inventory: name one of "
                        + String.join(", ", known)
                        + ".")));
      }
    }
  }
}
