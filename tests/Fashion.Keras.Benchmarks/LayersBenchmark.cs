using System.Diagnostics;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Benchmarks;

/// <summary>What models of many layers cost before they compute anything: made in code, written and read.</summary>
internal static class LayersBenchmark
{
    public static void Run(Arguments a)
    {
        string folder = Directory.CreateTempSubdirectory("fashion-keras-benchmark-").FullName;
        try
        {
            // What the first use costs (code that is compiled) is not what many layers cost.
            Measure(10, folder);
            foreach (int layers in a.Numbers("layers", "1000,4000"))
                Console.WriteLine(
                    $"{layers} layers: {string.Join(", ", Measure(layers, folder).Select(m => $"{m.What} {m.Time.TotalSeconds:F3} s"))}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<(string What, TimeSpan Time)> Measure(int layers, string folder)
    {
        var times = new List<(string, TimeSpan)>();
        Sequential sequential = Timed("Add", () => Sequential(layers));
        Model functional = Timed("functional", () => Functional(layers));
        foreach ((string name, Model model) in (ReadOnlySpan<(string, Model)>)[("Sequential", sequential), ("functional", functional)])
            foreach (string ending in (ReadOnlySpan<string>)[".keras", ".h5"])
            {
                string path = Path.Combine(folder, name + ending);
                Timed($"{name} Save {ending}", () => { model.Save(path); return 0; });
                Timed($"Load {ending}", () => Model.Load(path));
            }
        Timed("SummaryText", () => functional.SummaryText());
        return times;

        T Timed<T>(string what, Func<T> work)
        {
            long start = Stopwatch.GetTimestamp();
            T result = work();
            times.Add((what, Stopwatch.GetElapsedTime(start)));
            return result;
        }
    }

    private static Sequential Sequential(int layers)
    {
        var model = new Sequential { new Input(4) };
        for (int i = 0; i < layers; i++) model.Add(new Dense(4));
        return model;
    }

    private static Model Functional(int layers)
    {
        SymbolicTensor input = Input.Of([4]), x = input;
        for (int i = 0; i < layers; i++) x = new Dense(4).Apply(x);
        return new Model(input, x);
    }
}
