namespace Fashion.Keras.Tests.Pipelines;

/// <summary>The words of a pipeline: what comes out, in which order, what is read.</summary>
public sealed class DatasetTests
{
    [Fact]
    public void Shuffle_SameSeed_SameOrderInEachPassOfItsOwn()
    {
        int[] all = [.. Enumerable.Range(0, 50)];
        foreach (int buffer in new[] { 1, 7, 50, 1000 })
        {
            Dataset<int> first = Dataset.From(Numbers(50)).Shuffle(buffer, seed: 3),
                second = Dataset.From(Numbers(50)).Shuffle(buffer, seed: 3);
            int[] a = [.. first], b = [.. first];
            Assert.Equal(a, second);
            Assert.Equal(b, second);
            Assert.Equal(all, a.Order());
            if (buffer == 1) Assert.Equal(all, a);
            else
            {
                Assert.NotEqual(a, b);
                // An element cannot come before it was read.
                Assert.All(a.Index(), e => Assert.True(e.Item < e.Index + buffer));
            }
        }
        Dataset<int> fixedOrder = Dataset.Range(50).Shuffle(50, seed: 3, reshuffleEachPass: false);
        Assert.Equal([.. fixedOrder], (int[])[.. fixedOrder]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Map_AnyNumberOfWorkers_KeepsOrderAndBits(int parallel)
    {
        Dataset<(int, double)> mapped = Dataset.From(Numbers(200)).Shuffle(32, seed: 1).Map(i =>
        {
            if (i % 7 == 0) Thread.Yield();
            return (i, Math.Sqrt(i));
        }, parallel);
        Assert.Equal([.. Dataset.From(Numbers(200)).Shuffle(32, seed: 1).Select(i => (i, Math.Sqrt(i)))],
            (IEnumerable<(int, double)>)[.. mapped]);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Map_CodeThatThrows_ReachesTheReaderAsItWasAndNamesTheSample(int parallel, bool prefetch)
    {
        var thrown = new FormatException("broken file");
        int running = 0;
        Dataset<int> source = Dataset.From(Numbers(100)).Map(i =>
        {
            Interlocked.Increment(ref running);
            try
            {
                return i == 17 ? throw thrown : i;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }, parallel);
        if (prefetch) source = source.Prefetch(3);
        var read = new List<int>();
        FormatException caught = Assert.Throws<FormatException>(() =>
        {
            foreach (int i in source) read.Add(i);
        });
        Assert.Same(thrown, caught);
        Assert.Equal(17L, caught.Data["sample"]);
        Assert.Equal(Enumerable.Range(0, 17), read);
        Assert.Equal(0, running);
    }

    [Fact]
    public void Source_ThatThrows_NamesTheSample()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidDataException("second");
        }
        foreach (Dataset<int> source in new[] { Dataset.From(Broken()), Dataset.From(Broken()).Map(i => i, 2),
            Dataset.From(Broken()).Prefetch() })
            Assert.Equal(1L, Assert.Throws<InvalidDataException>(() => source.Sum()).Data["sample"]);
        Assert.Equal(4L,
            Convert.ToInt64(
                Assert.Throws<InvalidDataException>(
                    () => Dataset.FromIndex(9, i => i == 4 ? throw new InvalidDataException() : i).Sum()).Data["sample"], null));
    }

    [Fact]
    public void Prefetch_ReaderThatStops_EndsTheProducerAndItsSource()
    {
        bool disposed = false;
        int produced = 0;
        IEnumerable<int> Endless()
        {
            try
            {
                while (true) yield return produced++;
            }
            finally
            {
                disposed = true;
            }
        }
        using (IEnumerator<int> reader = Dataset.From(Endless()).Prefetch(4).GetEnumerator())
        {
            Assert.True(reader.MoveNext());
            Assert.Equal(0, reader.Current);
        }
        Assert.True(disposed);
        // The one that was read, those in the queue, the one that waits for room, and the one that Dispose may let in.
        Assert.InRange(produced, 1, 8);
    }

    [Fact]
    public void Prefetch_SlowReader_IsNeverAheadOfTheBuffer()
    {
        int produced = 0, taken = 0, most = 0;
        IEnumerable<int> Source()
        {
            for (int i = 0; i < 100; i++)
            {
                produced++;
                most = Math.Max(most, produced - Volatile.Read(ref taken));
                yield return i;
            }
        }
        foreach (int i in Dataset.From(Source()).Prefetch(3))
        {
            Volatile.Write(ref taken, i + 1);
            if (i % 10 == 0) Thread.Yield();
        }
        Assert.InRange(most, 1, 3 + 2);
    }

    [Fact]
    public void TakeSkipRepeatFilter_GiveWhatTheySay()
    {
        int read = 0;
        IEnumerable<int> Counted()
        {
            for (int i = 0; i < 10; i++)
            {
                read++;
                yield return i;
            }
        }
        Assert.Equal([0, 1, 2], Dataset.From(Counted()).Take(3));
        Assert.Equal(3, read);
        Assert.Equal([8, 9], Dataset.From(Counted()).Skip(8));
        Assert.Empty(Dataset.From(Counted()).Skip(11));
        Assert.Equal([0, 1, 0, 1, 0, 1], Dataset.Range(2).Repeat(3));
        Assert.Empty(Dataset.Range(2).Repeat(0));
        Assert.Equal([0, 1, 2, 0, 1], Dataset.Range(3).Repeat().Take(5));
        Assert.Empty(Dataset.From<int>([]).Repeat());
        Assert.Equal([1, 3, 5], Dataset.Range(6).Filter(i => i % 2 == 1));
    }

    [Fact]
    public void Repeat_BehindShuffle_ShufflesEachPassAnew()
    {
        int[] twice = [.. Dataset.Range(30).Shuffle(30, seed: 2).Repeat(2)];
        Assert.Equal(Enumerable.Range(0, 30), twice[..30].Order());
        Assert.Equal(Enumerable.Range(0, 30), twice[30..].Order());
        Assert.NotEqual(twice[..30], twice[30..]);
    }

    [Fact]
    public void Cache_ReadsWhatComesBeforeOnce_WhenAPassWasWhole()
    {
        int read = 0;
        Dataset<int> cached = Dataset.Range(5).Map(i =>
        {
            read++;
            return i;
        }).Cache();
        Assert.Equal(2, cached.Take(2).Count());
        Assert.Equal(5, cached.Count());
        read = 0;
        Assert.Equal([0, 1, 2, 3, 4], cached);
        Assert.Equal([0, 1, 2, 3, 4], cached);
        Assert.Equal(0, read);
    }

    [Fact]
    public void Cache_ReaderThatKnowsTheCount_KeepsThePassToo()
    {
        int read = 0;
        Dataset<int> cached = Dataset.Range(5).Map(i => read++).Cache();
        using (IEnumerator<int> pass = cached.GetEnumerator())
            for (int i = 0; i < 5; i++) Assert.True(pass.MoveNext());
        Assert.Equal([0, 1, 2, 3, 4], cached);
        Assert.Equal(5, read);

        // More elements than were promised: the pass was not whole.
        Dataset<int> more = Dataset.From(Numbers(6), count: 5).Cache();
        using (IEnumerator<int> pass = more.GetEnumerator())
            for (int i = 0; i < 5; i++) Assert.True(pass.MoveNext());
        Assert.Equal(6, more.Count());
    }

    [Fact]
    public void Cache_BehindShuffle_KeepsTheSameOrderWhicheverPassReadsIt()
    {
        Dataset<int> Shuffled() => Dataset.Range(30).Shuffle(30, seed: 4).Cache();
        using IEnumerator<int> third = Shuffled().Open(3);
        var order = new List<int>();
        while (third.MoveNext()) order.Add(third.Current);
        Assert.Equal(Shuffled(), order);
    }

    [Fact]
    public void Shuffle_LeftBeforeItsFirstElement_HasNotOpenedItsSource()
    {
        int opened = 0;
        Dataset<int> shuffled = Dataset.From(new Counted(() => opened++)).Shuffle(5);
        shuffled.GetEnumerator().Dispose();
        Assert.Equal(0, opened);
        Assert.Equal([7], shuffled);
        Assert.Equal(1, opened);
    }

    [Fact]
    public void Shard_AllShares_AreTheWhole()
    {
        int[][] shares = [.. Enumerable.Range(0, 3).Select(i => (int[])[.. Dataset.Range(11).Shard(i, 3)])];
        Assert.Equal([0, 3, 6, 9], shares[0]);
        Assert.Equal(Enumerable.Range(0, 11), shares.SelectMany(s => s).Order());
        for (int i = 0; i < 3; i++) Assert.Equal(shares[i].Length, Dataset.Range(11).Shard(i, 3).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Range(3).Shard(3, 3));
    }

    [Fact]
    public void Zip_ShorterStream_Decides()
    {
        Assert.Equal([(0, "a"), (1, "b")], Dataset.Range(5).Zip(["a", "b"]));
        Assert.Equal(2, Dataset.Range(5).Zip(["a", "b"]).Count);
        Assert.Equal(5, Dataset.Range(2).Repeat().Zip(Dataset.Range(5)).Count);
    }

    [Fact]
    public void Count_OfEveryStep_IsTheNumberOfElementsOrNull()
    {
        foreach (Dataset<int> known in new[]
        {
            Dataset.Range(10), Dataset.From([1, 2, 3]), Dataset.Range(10).Shuffle(4, 1), Dataset.Range(10).Map(i => i),
            Dataset.Range(10).Map(i => i, 2), Dataset.Range(10).Prefetch(),
            Dataset.Range(10).Repeat(3), Dataset.Range(10).Repeat().Take(7), Dataset.Range(10).Take(3), Dataset.Range(10).Take(30),
            Dataset.Range(10).Skip(4), Dataset.Range(10).Skip(40), Dataset.Range(10).Cache(), Dataset.Range(10).Shard(1, 4),
        })
        {
            Assert.Equal(known.Count(), known.Count);
            Assert.False(known.IsInfinite);
        }
        Assert.Null(Dataset.From(Numbers(3)).Count);
        Assert.Null(Dataset.Range(3).Filter(i => true).Count);
        Dataset<int> endless = Dataset.Range(3).Repeat().Map(i => i).Shuffle(2).Prefetch();
        Assert.Null(endless.Count);
        Assert.True(endless.IsInfinite);
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefusedWhereTheyAreGiven()
    {
        Dataset<int> source = Dataset.Range(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Shuffle(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Prefetch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Map(i => i, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Repeat(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Skip(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Batch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Range(-1));
    }

    private static IEnumerable<int> Numbers(int count)
    {
        for (int i = 0; i < count; i++) yield return i;
    }

    private sealed class Counted(Action opened) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            opened();
            return Enumerable.Repeat(7, 1).GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
