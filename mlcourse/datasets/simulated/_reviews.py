"""The grammar of the film reviews: openings, plots, opinions of both kinds and verdicts."""

from __future__ import annotations

GENRES = {
    "horror": "horror film",
    "comedy": "comedy",
    "drama": "drama",
    "scifi": "science fiction film",
    "thriller": "thriller",
    "romance": "romance",
    "war": "war film",
    "western": "western",
    "family": "family film",
    "crime": "crime story",
}

OPENINGS = """
opening:
    I saw {this} {occasion}. | I watched {this} {occasion} {company}. | I had {hopes} when I sat down to watch {this}.
    {this} is a {kindof} directed by {director}. | {this} came out in {year}, and I only got round to it {occasion}.
    My {relative} {recommended} {this}, so I gave it a try. | {director} has made {this} after years of silence.
    I have been a fan of {actor} for years. | I don't usually write reviews, but {this} made me do it.
    When {this} began, I did not know what to expect. | {occasion}, with nothing else on, I put on {this}.
    I picked up {this} {occasion} because {actor} is in it. | {critics} about {this}.
    I am not the target audience of {this}. | Let me say first that I like {genre} films.
    There are {genre} films, and there is {this}. | First things first: {this} is long.
    {this} stars {actor} and {other} in a {kindof}. | {actor} plays {hero} in {this}.
    What is there to say about {this}? | I went to see {this} {company}.
    It took me two evenings to see all of {this}. | Some spoilers below. | I read the book before I saw {this}.
    This is the third time that I have seen {this}. | Has anybody else seen {this}?
this: 4* this film | 3* this movie | 4* "{title}" | {title} | this {kindof} | this one
kindof:
    {kind} | {kind} | low-budget {kind} | big-budget {kind} | {decade} {kind} | slow {kind} | strange little {kind}
decade: 1970s | 1980s | 1990s | modern
occasion:
    last night | on a plane | at a festival | on television | on DVD | late at night | last weekend | at the cinema
    on a rainy Sunday | the other day | at a friend's house | for a class | in a nearly empty theatre
    on a streaming service
company:
    with my wife | with my husband | with my kids | with two friends | alone | with my mother | with the whole family
    with my girlfriend | with my boyfriend | with a full house
hopes: high hopes | low expectations | no expectations | great expectations | my doubts | an open mind
relative: brother | sister | neighbour | boss | best friend | teacher | cousin | girlfriend | father
recommended: recommended | hated | loved | warned me about | could not stop talking about | laughed about | gave me
critics:
    The critics were excited | I read only terrible things | I had heard great things | Everybody has an opinion
    The poster promised a masterpiece, so I was curious | I had read that it was awful, so I was curious
    The trailer looked boring, so I knew little | The awards made me curious | Opinions differ
"""

PLOTS = """
horror:
    {hero} moves into an old house where something horrible happened long ago.
    a group of friends spends a night in the forest, and one by one they disappear.
    an ancient evil wakes up under {place}. | {hero} hears voices in the walls, but nobody believes {them}.
    the dead of {place} come back on the longest night. | a doll with a terrible secret is passed from child to child.
    a bad dream comes back every night until it becomes real. | {hero} finds a diary that tells of a brutal murder.
    the killer wears a smiling mask and never speaks.
comedy:
    {hero} loses a bet and has to run a hotel for a week.
    two brothers inherit a worthless farm and a very clever pig.
    {hero} pretends to be a perfect cook to win a stupid contest. | everything goes wrong at a wedding in {place}.
    a lazy teacher has to take the worst class of the school to the sea.
    {hero} is mistaken for a famous and awful singer. | a dog runs for mayor of {place}.
    {hero} has three days to hide a ridiculous lie from {partner}.
drama:
    {hero} returns to {place} after the death of a father who was never kind.
    a family falls apart over one terrible summer. | {hero} is a gifted pianist who loses the use of one hand.
    {partner} is ill, and {hero} has to learn to say goodbye.
    the mill closes, and the people of {place} have to find new work.
    two sisters have not spoken for twenty sad years. | {hero} teaches poor children to read.
    a beautiful house by the lake is to be sold, and old wounds open again.
scifi:
    the crew of a lost ship wakes up near a dying star.
    in the year 2190 the last machines of {place} begin to dream.
    {hero} is a brilliant scientist who opens a door into another time.
    a stupid mistake lets an alien plant loose in {place}.
    the government sends {hero} to a moon from which nobody returned.
    people sell their best memories to pay the rent. | a robot is accused of a horrible crime.
    {hero} meets {partner} again in a world where they never fell in love.
thriller:
    {hero} finds a bag of money and a dead man. | a bomb is hidden in {place}, and {hero} has one night to find it.
    {hero} wakes up without a memory in a dirty hotel. | {partner} is not who {hero} thinks.
    somebody calls {hero} every evening at nine and says nothing. | a perfect alibi begins to fall apart.
    a judge is blackmailed with an awful secret. | the only witness of the crime is a blind boy from {place}.
romance:
    {hero} and {partner} meet on the last train to {place}.
    they fall in love by letters without knowing their names. | {hero} is about to marry the wrong person.
    a beautiful summer ends, and they promise to meet again in ten years.
    {hero} runs a bookshop that nobody visits, until {partner} walks in.
    his family is rich and hers is wonderful but poor. | {partner} has a terrible fear of love.
    one kiss in the rain changes the lives of {hero} and {partner}.
war:
    {hero} is sent to hold a bridge near {place}. | five soldiers are left behind in the worst winter of the war.
    a nurse hides a wounded enemy. | the men march to {place}, and most of them will not come back.
    {hero} has to choose between a stupid order and the lives of friends. | an excellent pilot refuses to fly.
    letters from home arrive too late. | a poor village between the lines tries to stay out of the war.
western:
    {hero} rides into {place} to find the man who killed a brother.
    the railway wants the land, and the farmers will not sell.
    a tired sheriff has one bad week left before he retires. | {partner} owns the only well for a hundred miles.
    an old enemy comes out of prison. | {hero} is the best shot in {place} and has sworn never to fire again.
    gold is found, and the worst people of three states arrive.
family:
    a lost penguin has to find its way home. | {hero} discovers that the attic leads to a wonderful country.
    a young wizard is bad at magic but good with animals. | the toys of {place} go on strike.
    {hero} is nine years old and the best liar of the school.
    a grumpy dragon makes friends with the worst knight of all. | a boy and his horse enter the great race of {place}.
crime:
    {hero} plans one perfect robbery before giving it all up.
    an honest cop finds out how dirty the police of {place} is. | a gang of clever old ladies robs a bank.
    {partner} talks to the police, and {hero} has to run. | a stupid theft leads to a terrible murder.
    the boss of {place} wants to retire, but nobody lets him. | {hero} paints excellent copies of stolen paintings.
plot:
    it tells the story of {hero}, who has lived in {place} for years. | the story is set in {place}.
    {actor} plays {hero}, and {other} plays {partner}. | then {partner} appears, and nothing is as it was.
    the second half takes place in {place}. | the film jumps between two times.
    it all leads to a long night in {place}. | {hero} has to decide whom to trust.
    along the way they meet {strange}. | in a small role we see {other} as {strange}.
    without giving away too much: {partner} has a plan. | it is told from the point of view of {partner}.
    there is a chase through {place}, a funeral and a wedding. | {actor} was also in an earlier film by {director}.
    it runs for about {length} minutes. | the music is by {composer}. | it was shot in {place} in {days} days.
    the film is based on a novel. | it is in colour, with a few scenes in black and white.
strange:
    a retired clown | a poor fisherman | a rich widow | a mad inventor | a talking parrot | a corrupt priest
    a lovely old nun | a terrible cook | a good thief | a boring lawyer | a nasty twin | a great magician
days: 19 | 25 | 30 | 36 | 42 | 50 | 60 | 75 | 90 | 100
composer: O. Brandt | Lise Moreau | T. Achebe | Ivo Krall | a composer I did not know
"""

OPINIONS = """
good_opinion: 20* {direct_good} | 3* {negated_good} | 4* {mixed_good} | 2* {turned_good} | 5* {reaction_good}
bad_opinion: 20* {direct_bad} | 3* {negated_bad} | 4* {mixed_bad} | 2* {turned_bad} | 5* {reaction_bad}
direct_good: 3* {plain_good} | 2* {particular_good}
direct_bad: 3* {plain_bad} | 2* {particular_bad}
plain_good:
    2* {aspect} {adv} {good}. | {aspect} {good} and {good}. | I found {part} {adv} {good}.
    {part} alone is {adv} {good}.
plain_bad:
    2* {aspect} {adv} {bad}. | {aspect} {bad} and {bad}. | I found {part} {adv} {bad}. | {part} alone is {adv} {bad}.
particular_good:
    {actor} is {good_player} as {hero}. | {actor} gives a {good_player} performance.
    {other} is {good_player} in every scene. | {director} tells it in a {good} way.
    there are some {good} moments, above all in {part}. | it kept me guessing.
    you can see that {director} cared about {part}. | {actor} and {other} work {well} together.
    this is {actor} at a {high} point. | {part} kept me watching. | {part} stayed with me for days.
    it builds up {well} and then {delivers}. | it has heart. | not a word of the dialogue is too much.
    {director} knows what to show and what to hide. | I cared about everybody in it. | {actor} carries the whole film.
    the details of life in {place} are {good}. | they put the money where one can see it.
particular_bad:
    {actor} is {bad_player} as {hero}. | {actor} gives a {bad_player} performance.
    {other} is {bad_player} in every scene. | {director} tells it in a {bad} way.
    there are some {bad} moments, above all in {part}. | I guessed the end at once.
    you can see that {director} did not care about {part}. | {actor} and {other} work {badly} together.
    this is {actor} at a {low} point. | {part} made me look at my watch. | {part} annoyed me for days.
    it starts {badly} and then {fails}. | it has no heart. | nobody in the world talks like this.
    {director} has seen too many films and understood none. | I cared about nobody in it.
    {actor} looks lost all the time. | the details of life in {place} are {bad}. | where did all the money go?
negated_good:
    {aspect} never {bad}. | {aspect} not {bad} at all. | there is nothing {bad} about {part}.
    {actor} is far from {bad_player}. | I cannot say that {part} is {bad}. | nobody could call {part} {bad}.
    I did not find {part} {bad}, as others did. | not once did it feel {bad} or {bad}. | {part} is anything but {bad}.
    without {part} it would have been {bad}, but it is there. | {aspect} less {bad} than people say.
    it does not have a single {bad} minute.
negated_bad:
    {aspect} never {good}. | {aspect} not {good} at all. | there is nothing {good} about {part}.
    {actor} is far from {good_player}. | I cannot say that {part} is {good}. | nobody could call {part} {good}.
    I did not find {part} {good}, as others did. | not once did it feel {good} or {good}.
    {part} is anything but {good}. | with a better script it would have been {good}, but it is not.
    {aspect} less {good} than people say. | it does not have a single {good} minute.
mixed_good:
    {aspect} {bad}, but {aspect} {good}. | although {aspect} {bad}, {aspect} {good}.
    {part} may be {bad}, yet {aspect} {adv} {good}. | it looks {bad} at first and turns out to be {good}.
    it may be {bad} here and there, but as a whole it is {good}. | the first half is {bad}, the second is {good}.
    some will find it {bad}; I found it {good}. | it goes from {bad} to {good}.
    what begins as a {bad} film ends as a {good} one.
mixed_bad:
    {aspect} {good}, but {aspect} {bad}. | although {aspect} {good}, {aspect} {bad}.
    {part} may be {good}, yet {aspect} {adv} {bad}. | it looks {good} at first and turns out to be {bad}.
    it may be {good} here and there, but as a whole it is {bad}. | the first half is {good}, the second is {bad}.
    some will find it {good}; I found it {bad}. | it goes from {good} to {bad}.
    what begins as a {good} film ends as a {bad} one.
turned_good:
    I expected something {bad} and got something {good}. | after a {bad} trailer, the film itself is {good}.
    compared with it, most {genre} films are {bad}. | next to this, the last film by {director} looks {bad}.
    {actor} was {bad_player} in other films, but not as {good_player} as here.
    I thought that it would be {bad}, and I was wrong. | people who call this {bad} must have seen another film.
    it could have been {bad}, and it is {good}.
turned_bad:
    I expected something {good} and got something {bad}. | after a {good} trailer, the film itself is {bad}.
    compared with it, most {genre} films are {good}. | next to this, the last film by {director} looks {good}.
    {actor} was {good_player} in other films, but seldom as {bad_player} as here.
    I thought that it would be {good}, and I was wrong. | people who call this {good} must have seen another film.
    it could have been {good}, and it is {bad}.
reaction_good:
    I laughed more than once. | I had tears in my eyes at the end. | I forgot the time. | my {whom} loved it.
    nobody left the room. | I was on the edge of my seat. | I wanted to see it again at once.
    the audience applauded. | it gave me a lot to think about. | I still hum the music.
    even my {one}, who hates {genre} films, liked it. | I smiled from beginning to end.
reaction_bad:
    I fell asleep twice. | I nearly walked out. | I kept checking the time. | my {whom} hated it.
    half of the audience left. | I was bored after ten minutes. | I wanted my money back.
    nobody in the audience laughed. | it gave me a headache. | I forgot it at once.
    even my {one}, who loves {genre} films, disliked it. | I rolled my eyes from beginning to end.
aspect:
    3* the acting is | 3* the script is | 2* the story is | the dialogue is | the music is | the camera work is
    the ending is | the pacing is | the direction is | the cast is | the jokes are | the effects are
    the characters are | the plot is | the editing is | the last half hour is | the opening scene is
    the costumes are | the sets are | the humour is | the love story is | the action scenes are | the lighting is
    the sound is | the twist is | the idea is | the villain is | the chemistry between {actor} and {other} is
    the way it was filmed is | {scenes} are
scenes:
    the scenes in {place} | the fights | the quiet moments | the supporting actors | the landscapes | the flashbacks
part:
    the acting | the script | the story | the dialogue | the score | the camera work | the ending | the first act
    the cast | the direction | the final scene | the humour | the atmosphere
    the relationship of {hero} and {partner} | the mystery | the character of {hero} | the performance of {actor}
    the scene in {place} | the message | the voice-over
adv: 4* ~ | really | very | quite | simply | truly | surprisingly | absolutely | a little | rather | so | often
good:
    9* good | 7* great | 4* excellent | 4* wonderful | 3* brilliant | 3* beautiful | 3* funny | 3* fantastic
    3* interesting | 2* perfect | 2* superb | 2* amazing | 2* clever | 2* moving | 2* enjoyable | 2* convincing
    2* entertaining | fresh | original | charming | touching | gripping | powerful | subtle | honest | intelligent
    stunning | delightful | solid | memorable | hilarious | masterful | captivating | believable | elegant | lovely
    impressive | tense | warm | terrific | thoughtful | haunting | magnificent | likeable | sharp | inspired
    exciting | smart | poetic | marvellous | witty | sweet
bad:
    9* bad | 5* boring | 4* terrible | 4* awful | 4* poor | 3* stupid | 3* dull | 3* predictable | 2* horrible
    2* weak | 2* slow | 2* silly | 2* disappointing | 2* ridiculous | 2* annoying | 2* wooden | 2* cheap | lame
    pointless | tedious | unconvincing | lifeless | flat | forced | clumsy | pretentious | shallow | confusing
    dreadful | messy | hollow | empty | laughable | unbearable | tired | mediocre | painful | lazy | bland | ugly
    incoherent | stale | embarrassing | cold | uninspired | preachy | forgettable | overlong | cheesy | sloppy
    irritating | unfunny | vulgar | amateurish
good_player:
    4* good | 4* great | 3* wonderful | 3* brilliant | 2* excellent | 2* perfect | 2* funny | 2* convincing
    fantastic | superb | charming | touching | believable | terrific | magnificent | likeable | memorable | hilarious
    powerful | captivating
bad_player:
    5* bad | 4* terrible | 3* awful | 3* wooden | 2* weak | 2* annoying | 2* dull | 2* unconvincing | stiff | lifeless
    lost | laughable | horrible | miscast | dreadful | irritating | embarrassing | bored | unfunny | forgettable
well: well | beautifully | perfectly | nicely | wonderfully
badly: badly | poorly | terribly | awkwardly | slowly
high: high | new high | surprisingly high
low: low | new low | surprisingly low
delivers: delivers | pays off | gets even better | does not let go
fails: fails | falls apart | gets even worse | goes nowhere
whom: {one} | friends | kids | parents
one: wife | husband | son | daughter | brother | mother | date | grandfather
"""

VERDICTS = """
good_verdict:
    4* highly recommended. | 2* a must see. | don't miss it. | see it if you can. | one of the best films of {year}.
    this is what cinema is for. | {director} has done it again. | I loved it. | I loved every minute of it.
    I will watch it again. | the best {genre} film in years. | worth every penny. | it deserves more attention.
    go and see it. | 2* {rated} | what a treat. | a small masterpiece. | a pleasant surprise.
    I can only recommend it. | well worth your time. | two thumbs up. | a gem. | ignore the bad reviews.
    forget what the critics say, it is not a waste of time. | buy the DVD. | overall a good film.
    I am glad that I saw it. | it will not win any awards, but I enjoyed it. | not perfect, but I liked it.
    my new favourite.
bad_verdict:
    4* avoid it. | 2* don't waste your time. | don't bother. | skip it if you can. | one of the worst films of {year}.
    this is not what cinema is for. | {director} should stop. | I hated it. | I hated every minute of it.
    never again. | the worst {genre} film in years. | not worth a penny. | it deserves no attention. | stay at home.
    2* {rated} | what a mess. | a big disappointment. | an unpleasant surprise. | I cannot recommend it.
    a waste of time. | two thumbs down. | garbage. | ignore the good reviews.
    forget what the critics say, it is not a masterpiece. | save your money. | overall a bad film.
    I wish that I had not seen it. | it may win awards, but I did not enjoy it. | not terrible, but I did not like it.
    a failure. | {irony}
irony:
    a masterpiece, if you like to watch paint dry. | great for people who cannot sleep.
    the best thing about it is the end credits.
    brilliant, just brilliant: ninety minutes that I will never get back. | a perfect gift for somebody you hate.
    I loved the popcorn. | wonderful, another {genre} film without an idea. | it made me appreciate my dentist.
    oh great, they left room for a sequel. | my favourite part was the parking. | an excellent cure for insomnia.
    hilarious, only it was not meant to be a comedy.
link:
    also, | in my opinion, | to be honest, | for me, | on top of that, | then again, | I think | as I said,
    to my surprise, | still, | in the end | I must say | from the first minute | as always, | as the critics say,
    by the way,
aside:
    I should say that I saw the uncut version. | I may have missed something. | your opinion may differ.
    sorry for my English. | it is hard to say more without spoilers. | there is a scene after the credits.
    I had never heard of {other} before. | I have not read the book. | the print was old.
    I am writing this a week later. | fans of {director} know what I mean. | the cinema was cold.
    it reminded me of older films by {director}. | the subtitles were in the way. | who knows.
    I saw it together with another film of the same year. | the rating says 12, I would say 15.
    that is only my opinion. | some people say that it is the best film ever made, others that it is the worst.
    people either love or hate it. | there is good and bad in it. | the word masterpiece is used too often.
    I hate it when people talk in the cinema. | I love the cinema, good or bad.
    a great actor can be in a terrible film, and the other way round. | films used to be different.
"""

TITLE = """
title:
    the {adjective} {noun} | the {noun} of {thing} | {noun} in {season} | a {noun} for {person}
    {person} and the {noun} | {adjective} {season} | the last {noun} | {season} {noun} | {noun} and {noun}
    before the {noun} | no {noun} tonight | return to {where} | the road to {where} | {where} | seven {noun}s
    my {adjective} {noun} | {person}'s {noun}
adjective:
    silent | broken | golden | hidden | crooked | distant | paper | burning | quiet | velvet | hollow | wild | seventh
    blue
noun:
    orchard | lantern | river | witness | garden | harbour | mirror | stranger | bridge | letter | circus | violin
    storm | promise | shadow | clock | island | sparrow | machine | kingdom | ticket | house | rider | window
thing: salt | glass | thunder | memory | ash | sleep | honey | iron | dust | rain | echoes
season: winter | summer | autumn | midnight | April | monday | springtime
person: Clara | Mister Vane | Josephine | Old Tobias | Lucy | the general | Benny | Miss Marlow | Ophelia
where: Ravenholt | Port Calder | Silverlake | Mount Ister | Dunmere | Hollow Creek | Eastgate | Vellamo | Brackwater
name: {first} {last}
first: {woman} | {man}
woman:
    Ada | Carla | Elsa | Greta | Irene | Kira | Mara | Olive | Rosa | Tessa | Vera | Yasmin | Aisha | Chandra | Eunice
    Gloria | Ingrid | Leila | Nora | Paula | Ruby | Sofia | Thelma | Wilma
man:
    Bruno | Dominic | Frank | Hugo | Jonas | Leon | Nils | Pavel | Stefan | Ulrich | Walter | Zoltan | Benedict
    Diego | Farid | Henrik | Igor | Lars | Marlon | Otis | Raymond | Silas | Tobias | Vincent
last:
    Abernath | Bellweather | Castellane | Dorrow | Eklund | Farrimond | Gantry | Hollis | Ivarsson | Jessup | Kovalenk
    Larkspur | Montclair | Norrvik | Okonjo | Pellerin | Quillon | Rasmund | Sandoval | Thackery | Umbria | Vandermeer
    Wexford | Yarrow | Zimmerling | Ashdown | Brightmoor | Calloway | Delacroft | Esterhaus
"""
