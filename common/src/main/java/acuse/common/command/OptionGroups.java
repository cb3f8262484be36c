package acuse.common.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Shows options in groups, each under a heading.
 *
 * <p>Picocli's own argument groups would do that too, but options in them get no default from the
 * environment.
 */
public final class OptionGroups {
  private final Map<String, List<String>> namesByHeading = new LinkedHashMap<>();

  /**
   * Adds a group.
   *
   * @param headingKey of its heading, in the resource bundle
   * @param optionNames each an option's longest name
   */
  public OptionGroups group(String headingKey, String... optionNames) {
    namesByHeading.put(headingKey, List.of(optionNames));
    return this;
  }

  /**
   * Groups the options in the help of {@code commandLine} by the mixins of its command: each is a
   * group, and its name is the key of the heading.
   */
  public static CommandLine byMixin(CommandLine commandLine) {
    OptionGroups groups = new OptionGroups();
    commandLine
        .getCommandSpec()
        .mixins()
        .forEach(
            (headingKey, mixin) ->
                groups.group(
                    headingKey,
                    mixin.options().stream().map(OptionSpec::longestName).toArray(String[]::new)));
    return groups.applyTo(commandLine);
  }

  /** Groups the options in the help of {@code commandLine}. */
  public CommandLine applyTo(CommandLine commandLine) {
    commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::render);
    return commandLine;
  }

  private String render(Help help) {
    StringBuilder text = new StringBuilder();
    namesByHeading.forEach(
        (headingKey, names) -> {
          List<OptionSpec> options = new ArrayList<>();
          names.forEach(name -> options.add(help.commandSpec().findOption(name)));
          Help.Layout layout = help.createDefaultLayout();
          layout.addOptions(options, help.createDefaultParamLabelRenderer());
          text.append(help.commandSpec().resourceBundle().getString(headingKey))
              .append(System.lineSeparator())
              .append(layout);
        });
    return text.toString();
  }
}
