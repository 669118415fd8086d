using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Finds out which poisoned element a result depends on.</summary>
/// <param name="contents">Contents of the slots with the first and with the second poison.</param>
/// <param name="result">Runs the step with other contents and gives the number in question.</param>
internal sealed class PoisonSource(Dictionary<Slot, int[]>[] contents, Func<Dictionary<Slot, int[]>, int> result)
{
    public string Find(Func<Slot, int, string> describe)
    {
        int expected = result(contents[0]);
        foreach (Slot slot in contents[0].Keys)
        {
            int[] one = contents[0][slot], other = contents[1][slot];
            int[] poisoned = [.. Enumerable.Range(0, one.Length).Where(i => one[i] != other[i])];
            if (!Differs(poisoned.Length)) continue;
            int low = 1, high = poisoned.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Differs(middle)) high = middle;
                else low = middle + 1;
            }
            return describe(slot, poisoned[low - 1]);

            bool Differs(int count)
            {
                int[] mixed = [.. one];
                foreach (int i in poisoned.Take(count)) mixed[i] = other[i];
                return result(new Dictionary<Slot, int[]>(contents[0]) { [slot] = mixed }) != expected;
            }
        }
        return "scratch memory, or memory around its slots, that it has not written";
    }
}
