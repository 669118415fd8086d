using System.Globalization;

namespace Fashion.Keras.Samples;

/// <summary>Writes the list of an invented ship: who survived depends on class, sex, age and chance. The same list every time.</summary>
internal static class PassengerList
{
    private static readonly string[] Women = ["Ada", "Mina", "Rosa", "Elin", "Vera", "Ines"],
        Men = ["Karl", "Otto", "Hugo", "Emil", "Jon", "Paul"];
    private static readonly string[] Families =
        ["Aranda", "Bremer", "Castell", "Dahl", "Egede", "Falk", "Grau", "Holm", "Iversen", "Jansen"];
    private static readonly string[] Ports = ["Bergen", "Leith", "Vigo"];

    /// <summary>Writes a list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">Number of passengers.</param>
    public static void Write(string path, int count)
    {
        var random = new Random(1912);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine("name,class,sex,age,family,port,fare,survived");
        for (int i = 0; i < count; i++) file.WriteLine(Passenger(random));
    }

    private static string Passenger(Random random)
    {
        int rank = random.NextDouble() switch { < 0.25 => 1, < 0.5 => 2, _ => 3 };
        bool isWoman = random.NextDouble() < 0.4;
        double age = Math.Round(Math.Clamp(30 + 13 * Normal(random), 1, 75));
        int family = Math.Max(0, random.Next(-4, 4));
        double fare = (rank switch { 1 => 70, 2 => 21, _ => 11 }) * Math.Exp(0.3 * Normal(random)) * (1 + 0.4 * family);
        double score = (isWoman ? 2.2 : -1.2) + (rank switch { 1 => 1.1, 2 => 0.2, _ => -0.9 }) + (age < 14 ? 1.5 : 0) - 0.25 * family;
        bool survived = random.NextDouble() < 1 / (1 + Math.Exp(-score));
        string name = $"\"{Families[random.Next(Families.Length)]}, {(isWoman ? Women : Men)[random.Next(6)]}\"";
        string ageCell = random.NextDouble() < 0.2 ? "" : age.ToString(CultureInfo.InvariantCulture),
            port = random.NextDouble() < 0.05 ? "" : Ports[random.Next(3)];
        return string.Create(CultureInfo.InvariantCulture,
            $"{name},{(rank switch { 1 => "first", 2 => "second", _ => "third" })},{(isWoman ? "female" : "male")},{ageCell},{family},{port},{fare:F2},{(survived ? 1 : 0)}");
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
