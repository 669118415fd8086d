namespace Fashion.Keras.Tests.Extremes;

/// <summary>
/// Settings of training with extreme numbers, in a process with little memory; in a class of its own, so that it runs at the same time as
/// the layers.
/// </summary>
public sealed class ExtremeSettingTests
{
    [Fact]
    public void EverySettingOfTraining_Extreme_TrainsOrIsADocumentedException()
    {
        ExtremeRuns.RequireChecked(true);
        HashSet<string> trained = ExtremeRuns.RunAll<ExtremeSettingTests>(nameof(RunSettings_AsChild), 0, ExtremeSetting.Count);
        Assert.True(trained.Count >= ExtremeSetting.Classes.Length * 3 / 4,
            $"only {trained.Count} of {ExtremeSetting.Classes.Length} classes were used: {string.Join(", ", trained.Order())}");
    }

    [Fact]
    public void RunSettings_AsChild()
    {
        using var folder = new TemporaryFolder();
        ExtremeRuns.RunAsChild(number =>
        {
            var setting = new ExtremeSetting(number, folder.Path);
            return (setting.Class, setting, setting.Run);
        }, ExtremeRuns.IsDocumented);
    }
}
