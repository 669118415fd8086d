namespace Fashion.Keras.Reporting;

/// <summary>The sections of the report of a study.</summary>
public enum StudySection
{
    /// <summary>Numbers of runs, the best means, what is missing.</summary>
    Summary,

    /// <summary>Mean, standard deviation, least and greatest value of each variant.</summary>
    Variants,

    /// <summary>Paired differences with their intervals.</summary>
    Differences,

    /// <summary>The spread of each variant as bars.</summary>
    Bars,

    /// <summary>Training curves of each variant.</summary>
    Curves,

    /// <summary>Every run.</summary>
    Runs,

    /// <summary>What the variants were added with.</summary>
    Settings,

    /// <summary>Machine, versions, seeds, durations.</summary>
    Environment,
}
