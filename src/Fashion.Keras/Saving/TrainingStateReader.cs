using System.Globalization;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Training;

namespace Fashion.Keras.Saving;

/// <summary>Reads what <see cref="TrainingState"/> wrote. Every number is checked before anything changes.</summary>
/// <param name="state">The text of the state.</param>
/// <param name="file">Root of the file.</param>
internal sealed class TrainingStateReader(ConfigReader state, Hdf5Group file)
{
    /// <summary>Random state and learning rate of a model.</summary>
    /// <returns>Assigns them, once the optimizer's own state is there; it cannot fail.</returns>
    public Action Model(Model model)
    {
        var random = new RandomState(
            ulong.TryParse(Text("runs"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong runs)
                ? runs
                : throw state.Wrong("runs", "a count"),
            long.TryParse(Text("passes"), NumberStyles.None, CultureInfo.InvariantCulture, out long passes)
                ? passes
                : throw state.Wrong("passes", "a count"),
            state.GetInt("shuffle_seed"),
            state.GetInts("layer_seeds"));
        int drawing = model.Trainer.Random.State.LayerSeeds.Count;
        if (random.LayerSeeds.Count != drawing)
            throw new StateMisfitException($"comes with seeds for {random.LayerSeeds.Count} layers, but {drawing} draw random numbers");
        double rate = Number(state, "learning_rate");
        if (!double.IsFinite(rate) || rate < 0) throw state.Wrong("learning_rate", "a number that is not negative");
        return () =>
        {
            model.Trainer.Restore(random);
            Optimizer optimizer = model.Optimizer!;
            // Keras may have changed the stored rate since.
            if (optimizer.Schedule is null && (float)rate == (float)optimizer.LearningRate) optimizer.LearningRate = rate;
        };
    }

    /// <summary>Where a run goes on; null when the file is no backup of this library.</summary>
    public TrainingPosition? Position(RunShape run)
    {
        if (!state.Has("position")) return null;
        IReadOnlyList<int> place = state.GetInts("position");
        if (place.Count != 3) throw state.Wrong("position", "epoch, step and batch");
        double[]? averages = state.Has("averages")
            ? [.. state.GetTexts("averages").Select(text => Parse(text) ?? throw state.Wrong("averages", "numbers"))]
            : null;
        var position = new TrainingPosition(place[0], place[1], place[2], averages);
        return run.Problem(position) is not { } problem ? position
            : throw new ModelFormatException($"{state.Place}: the backup is of {problem}. It continues a run of the same data, batch " +
                "size, steps, losses and metrics only; delete it to start from the beginning.")
            { Path = file.File, Entry = state.Place };
    }

    /// <summary>What callbacks remember. Others than before start from the beginning; the same ones go on.</summary>
    /// <returns>Assigns it; it cannot fail.</returns>
    public Action Callbacks(IReadOnlyList<IKeepsState> callbacks)
    {
        Action assign = () => { };
        foreach (((int i, IKeepsState callback), ConfigReader kept) in callbacks.Index().Zip(state.GetReaders("callbacks")))
            if (kept.GetString("class") == callback.Kind) assign += callback.ReadState(StateOf(kept, i));
        return assign;
    }

    private KeptState StateOf(ConfigReader kept, int index)
    {
        var result = new KeptState(kept.Place);
        ConfigReader numbers = kept.GetReader("numbers"), arrays = kept.GetReader("arrays");
        foreach (string name in numbers.Keys) result.Numbers[name] = Number(numbers, name);
        foreach (string name in arrays.Keys)
        {
            int count = arrays.GetInt(name);
            if (count < 0) throw arrays.Wrong(name, "a count");
            // One by one: a count is only a claim.
            var values = new List<float[]>();
            for (int i = 0; i < count; i++)
            {
                Hdf5Dataset data = file.Dataset(TrainingState.ArrayPath(index, name, i));
                values.Add(data.Read(data.Shape.ElementCount));
            }
            result.Arrays[name] = [.. values];
        }
        return result;
    }

    private string Text(string key) => state.GetString(key) ?? throw state.Wrong(key, "a number");

    private static double Number(ConfigReader from, string key) => Parse(from.GetString(key)) ?? throw from.Wrong(key, "a number");

    private static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
