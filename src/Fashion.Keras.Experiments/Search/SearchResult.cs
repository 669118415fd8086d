using System.Globalization;
using System.Text;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>The trials of a search.</summary>
public sealed class SearchResult
{
    internal SearchResult(string name, string objective, MonitorMode mode, IEnumerable<SearchTrial> trials, Model bestModel)
    {
        (Name, Objective, BestModel) = (name, objective, bestModel);
        Trials = Ranked(trials, mode);
    }

    /// <summary>Name of the search.</summary>
    public string Name { get; }

    /// <summary>What was compared.</summary>
    public string Objective { get; }

    /// <summary>The trials, the best first; of a trial that trained on, its last round.</summary>
    public IReadOnlyList<SearchTrial> Trials { get; }

    /// <summary>The best trial.</summary>
    public SearchTrial Best => Trials[0];

    /// <summary>The model of the best trial as it was after its best epoch.</summary>
    public Model BestModel { get; }

    /// <summary>The values of the best trial, to make its model again: <c>build(result.BestValues)</c>.</summary>
    public HyperParameters BestValues => HyperParameters.Of(Best.Values);

    /// <summary>A table of the trials, the best first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"trial",5}  {Objective,14}  {"epochs",6}  {"seconds",8}  values");
        foreach (SearchTrial trial in Trials)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{trial.Number,5}  {trial.Objective,14:0.0000}  {trial.Epochs,6}  {trial.Seconds,8:0.0}  {trial.ValuesText}");
        return text.ToString();
    }

    // Of equal ones the first trial; those without a number last.
    internal static IReadOnlyList<SearchTrial> Ranked(IEnumerable<SearchTrial> trials, MonitorMode mode) =>
        [.. trials.OrderBy(t => double.IsNaN(t.Objective)).ThenBy(t => mode == MonitorMode.Max ? -t.Objective : t.Objective)
            .ThenBy(t => t.Number)];
}
