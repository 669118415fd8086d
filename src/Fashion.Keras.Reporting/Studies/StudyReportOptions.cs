using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Reporting;

/// <summary>What the report of a study shows.</summary>
public sealed record StudyReportOptions
{
    private readonly double _confidence = 0.95;

    /// <summary>Title; null, the default, for the name of the study.</summary>
    public string? Title { get; init; }

    /// <summary>Text below the title; a blank line begins a new paragraph. Null, the default, for none.</summary>
    public string? Introduction { get; init; }

    /// <summary>Text at the beginning of sections, to explain what is to be seen there.</summary>
    public Dictionary<StudySection, string> Texts { get; init; } = [];

    /// <summary>What a run should meet; null, the default, for what the study has.</summary>
    public PassMark? Mark { get; init; }

    /// <summary>Whether there are plots; default true.</summary>
    public bool Plots { get; init; } = true;

    /// <summary>The variants to show, in this order; null, the default, for all.</summary>
    public IReadOnlyList<string>? Variants { get; init; }

    /// <summary>Names of the values to compare; null, the default, for at most four: accuracy and loss first, then others in the order of
    /// the evaluation.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>The variant that all others are compared with; null, the default, for the first one. Leave it null where
    /// <see cref="Comparisons"/> are given.</summary>
    public string? Baseline { get; init; }

    /// <summary>The pairs of variants to compare; null, the default, for each variant with the <see cref="Baseline"/>. An empty list
    /// compares none.</summary>
    public IReadOnlyList<(string Variant, string Baseline)>? Comparisons { get; init; }

    /// <summary>Confidence of the intervals, above 0 and below 1; default 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public double Confidence
    {
        get => _confidence;
        init => _confidence = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value,
            "StudyReportOptions: Confidence must be above 0 and below 1.");
    }
}
